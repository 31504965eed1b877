#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds ParallelTesting and runs its tests with CMake 3.31 from
# bookworm-backports, beside the CMake of the system (Debian 12 only):
#
#   sh tools/check_newer_cmake.sh [ctest arguments, e.g. -R module]
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
backports_unpack "$packages/newer-cmake" cmake cmake-data || exit 3
backports_unpack "$packages/catch2-v3" libcatch2-dev || exit 3
PATH=$packages/newer-cmake/usr/bin:$PATH
export PATH
cmake --version

build_folder=$source_folder/build/newer-cmake
cmake --preset ci-parallel -B "$build_folder" \
  -DCMAKE_PREFIX_PATH="$packages/catch2-v3/usr"
cmake --build "$build_folder" --parallel "$(nproc)"
PARALLEL_TESTING_JOBS=auto \
  ctest --test-dir "$build_folder" -j64 --output-on-failure --no-tests=error "$@"
