#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs what is needed, builds ParallelTesting, and runs all its tests in
# parallel under ParallelTesting itself:
#
#   sh tools/check.sh                 # g++; what every change must pass
#   sh tools/check.sh clang tsan …    # also these presets of CMakePresets.json
#
# Exit codes: 0 success, 1 a check failed, 3 something is missing.
set -eu

source_folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$source_folder"
# shellcheck source=tools/setup.sh
. tools/setup.sh
# shellcheck source=tools/backports.sh
. tools/backports.sh

say() {
  printf '%s\n' "check: $*" >&2
}

# The layout of the sources is that of version 14 only.
find_clang_format() {
  for program in clang-format-14 clang-format; do
    if "$program" --version 2>/dev/null | grep -q 'version 14\.'; then
      printf '%s\n' "$program"
      return 0
    fi
  done
  return 1
}

check_format() {
  if ! formatter=$(find_clang_format); then
    say "skipping the format check: it needs clang-format 14"
    return 0
  fi
  git ls-files -z '*.cpp' '*.hpp' |
    xargs -0 "$formatter" --dry-run --Werror || {
    say "run: git ls-files '*.cpp' '*.hpp' | xargs $formatter -i"
    return 1
  }
}

# Debian 12 has Catch2 2; the tests also need version 3.
fetch_catch2_v3() {
  backports_are_for_this_system || return 0
  catch2_v3=$source_folder/build/packages/catch2-v3
  if backports_unpack "$catch2_v3" libcatch2-dev; then
    catch2_v3_option=-DCMAKE_PREFIX_PATH=$catch2_v3/usr
  else
    say "cannot fetch Catch2 3 from bookworm-backports"
    exit 3
  fi
}

# The tests build many projects, with the same adapters in them. This build has
# each source once: there, ccache would only add half a second to each.
compile_the_same_once() {
  command -v ccache >/dev/null || return 0
  CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER:-ccache}
  # Precompiled headers are known by their contents.
  CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}
  export CMAKE_CXX_COMPILER_LAUNCHER CCACHE_SLOPPINESS
}

configure_and_build() {
  cmake --preset "$1" ${catch2_v3_option:+"$catch2_v3_option"}
  cmake --build --preset "$1" --parallel "$(nproc)"
}

# Many tests wait for other programs: three at a time keep two processors busy.
PARALLEL_TESTING_JOBS=${PARALLEL_TESTING_JOBS:-$(($(nproc) + ($(nproc) + 1) / 2))}
export PARALLEL_TESTING_JOBS

setup_packages "$check_packages"
# Chrome also works, and CI machines have it.
command -v google-chrome >/dev/null ||
  setup_optional_packages "$check_optional_packages"
setup_cmake "$source_folder/build/packages/cmake"
catch2_v3_option=
fetch_catch2_v3
check_format
for preset in ci-parallel "$@"; do
  configure_and_build "$preset"
done
compile_the_same_once
for preset in "$@" ci-parallel; do
  ctest --preset "$preset" || {
    # Repeats the failures and their reasons at the end of the log.
    "build/$preset/tools/app/parallel-testing" report "build/$preset" || :
    exit 1
  }
done
