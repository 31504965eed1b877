# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[lock:b]=] [=[]=])")
  parallel_discover_tests(orders_test TEST_PREFIX launched. LAUNCHER ON)
  parallel_discover_tests(orders_test TEST_PREFIX plain. LAUNCHER OFF)
  parallel_discover_tests(orders_test TEST_PREFIX auto.)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V LINES "^PARALLEL_TESTING_TEST_NAME=")
expect_stdout([[
1: PARALLEL_TESTING_TEST_NAME=launched.Orders.A
#1 launched.Orders.A: Passed
2: PARALLEL_TESTING_TEST_NAME=launched.Orders.B
#2 launched.Orders.B: Passed
#3 plain.Orders.A: Passed
#4 plain.Orders.B: Passed
#5 auto.Orders.A: Passed
#6 auto.Orders.B: Passed
100% tests passed, 0 tests failed out of 6
]])
