#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compares how long four tests with two busy ranks each take at -j4
#
#   - as add_test(… mpiexec …), where Open MPI binds the ranks of each test to
#     the first two cores,
#   - with the markers mpi:2 threads:1:pinned, where each rank has its own core.
#
#   sh tests/benchmark/ranks/run.sh <installed ParallelTesting>
#
# With fewer than four processors it simulates the first layout: all ranks run on
# half of the processors, which is what two of four cores are. Prints the speed-up,
# which should be 1.8. Exit codes: 0 it is, 1 it is not, 2 wrong usage, 3
# something else failed.
set -eu

prefix=${1:?name the directory in which ParallelTesting is installed}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/spin.c" << 'END'
#include <mpi.h>
int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  for (volatile long turn = 0; turn < 9000000000; ++turn) {
  }
  MPI_Finalize();
}
END
cat > "$work/CMakeLists.txt" << 'END'
cmake_minimum_required(VERSION 3.25)
project(ranks LANGUAGES C CXX)
find_package(ParallelTesting REQUIRED)
include(CTest)
include(ParallelTesting)
find_program(MPIEXEC_EXECUTABLE NAMES mpiexec.openmpi mpiexec)
find_program(compiler NAMES mpicc.openmpi mpicc)
execute_process(
  COMMAND "${compiler}" -O0 -o "${CMAKE_BINARY_DIR}/spin"
    "${CMAKE_SOURCE_DIR}/spin.c"
  COMMAND_ERROR_IS_FATAL ANY
)
foreach(number RANGE 1 4)
  add_test(
    NAME before.${number}
    COMMAND ${BEFORE} "${MPIEXEC_EXECUTABLE}" -n 2 "${CMAKE_BINARY_DIR}/spin"
  )
  parallel_add_test(
    NAME after.${number}
    COMMAND "${CMAKE_BINARY_DIR}/spin"
    MARKERS mpi:2 threads:1:pinned
  )
endforeach()
END
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
processors=$(nproc)
before=
layout="two of $processors cores"
if [ "$processors" -lt 4 ]; then
  # In place of the binding, which would use all processors.
  export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_rmaps_base_oversubscribe=1
  last=$((processors / 2 - 1))
  [ "$last" -ge 0 ] || last=0
  before="taskset;-c;0-$last"
  layout="processors 0-$last of $processors (simulated)"
fi
cmake -S "$work" -B "$work/build" "-DCMAKE_PREFIX_PATH=$prefix" \
  "-DBEFORE=$before" > "$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 3
}

# Prints the seconds that the tests $1 take.
seconds_of() {
  (cd "$work/build" && ctest -j4 -R "^$1" --output-on-failure > "$work/log") || {
    cat "$work/log" >&2
    exit 3
  }
  sed -n 's/^Total Test time (real) = *\([0-9.]*\) sec$/\1/p' "$work/log"
}

shared=$(seconds_of before)
own=$(seconds_of after)
echo "$shared $own $layout" | awk '{
  printf "on %s: %s s, on private cores: %s s, speed-up %.2f\n",
    substr($0, index($0, $3)), $1, $2, $1 / $2
  exit $1 < 1.8 * $2
}'
