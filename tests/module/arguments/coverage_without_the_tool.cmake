# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_coverage(NAME coverage TARGETS any)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_coverage):
  parallel_add_coverage(coverage): the program parallel-testing is missing

    remedy: build ParallelTesting with PARALLEL_TESTING_BUILD_TOOLS=ON
]])
