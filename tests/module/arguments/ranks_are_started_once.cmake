# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(MPIEXEC_EXECUTABLE /bin/true)
  parallel_add_test(NAME solver COMMAND /opt/mpirun -n 2 solver MARKERS mpi:2)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_add_test):
  parallel_add_test(solver): COMMAND starts the ranks itself, and so does the marker mpi

    program: /opt/mpirun
    remedy: remove the program and its arguments from COMMAND
]])
