# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[supervised;slow]=] [=[]=])"
    "parallel_case([=[Orders.C]=] [=[Orders.C]=] 9 [=[]=] [=[]=])"
    "parallel_case([=[Orders;D]=] [=[Orders;D]=] 9 [=[lock:x]=] [=[]=])"
  )
  parallel_mark_tests(orders_test Orders.C* MARKERS leak:warn)
  parallel_discover_tests(orders_test)
  add_manifest_fake(always_test googletest
    "parallel_case([=[Always.A]=] [=[Always.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(always_test LAUNCHER ON MARKERS unit)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V LINES "^PARALLEL_TESTING_TEST_NAME=")
expect_stdout([[
#1 Orders.A: Passed
2: PARALLEL_TESTING_TEST_NAME=Orders.B
#2 Orders.B: Passed
3: PARALLEL_TESTING_TEST_NAME=Orders.C
#3 Orders.C: Passed
#4 Orders;D: Passed
5: PARALLEL_TESTING_TEST_NAME=Always.A
#5 Always.A: Passed
100% tests passed, 0 tests failed out of 5
]])
