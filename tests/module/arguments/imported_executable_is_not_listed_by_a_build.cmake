# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test IMPORTED)
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): 'orders_test' is imported, so no build can list its tests

    remedy: DISCOVERY_MODE PRE_TEST
]])
