#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs what is needed, builds the benchmarks and runs them:
#
#   sh tests/benchmark/run.sh                    # all of them
#   sh tests/benchmark/run.sh discovery calls    # these
#   sh tests/benchmark/run.sh --rounds 3
#   sh tests/benchmark/run.sh --update           # rewrites README.md, too
#
# Exit codes: 0 all targets met, 1 a target was missed, 2 wrong usage, 3 the
# machine lacks something or a measurement failed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
# shellcheck source=tools/setup.sh
. tools/setup.sh

benchmark_packages="g++ ninja-build libgtest-dev libfmt-dev libcli11-dev
  libpugixml-dev nlohmann-json3-dev libarchive-dev lcov"

build() {
  if ! output=$(cmake --preset benchmark && cmake --build --preset benchmark \
    2>&1); then
    printf '%s\n' "$output" >&2
    setup_fail "the benchmarks cannot be built"
  fi
}

update=
for argument; do
  shift
  case $argument in
    --update) update=$here/README.md ;;
    *) set -- "$@" "$argument" ;;
  esac
done

setup_packages "$benchmark_packages"
setup_cmake "$PWD/build/packages/cmake"
build
exec build/benchmark/tests/benchmark/parallel_testing_benchmark \
  ${update:+--update "$update"} "$@"
