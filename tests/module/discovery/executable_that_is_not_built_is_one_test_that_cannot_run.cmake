# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  parallel_discover_tests(orders_test TEST_PREFIX again.)
  return()
endif()

configure()
run_ctest(RESULT 8)
expect_stdout([[
#1 orders_test_NOT_BUILT: ***Not Run
0% tests passed, 1 tests failed out of 1
]])
expect_stderr([[
Unable to find executable: orders_test_NOT_BUILT
]])
