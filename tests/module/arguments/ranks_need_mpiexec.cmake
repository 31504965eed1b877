# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME solver COMMAND true MARKERS mpi:2)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_test):
  parallel_add_test(solver): the marker mpi requires MPIEXEC_EXECUTABLE

    remedy: call find_package(MPI) before
]])
