# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_discover_tests):
  parallel_discover_tests(orders_test): the target 'orders_test' does not exist

    add_executable() must come before this call
]])
