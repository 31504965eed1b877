# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME smoke COMMAND true)
  return()
endif()

configure(OPTIONS -DPARALLEL_TESTING_LAUNCHER=maybe RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_test):
  parallel_add_test(smoke): PARALLEL_TESTING_LAUNCHER cannot be 'maybe'

    allowed: ON | OFF | AUTO
]])
