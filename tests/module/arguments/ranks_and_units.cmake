# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test MPI 2 4 BATCH 10)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): cases that run on several ranks of MPI cannot share a process

    remedy: remove DIST and BATCH, or give the marker mpi only to some cases
]])
