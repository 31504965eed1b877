# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # Every kind of case that ctest -N reads in another way, and one name twice.
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[slow]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.C]=] [=[Orders.C]=] 7 [=[]=] [=[disabled]=])"
  )
  add_manifest_fake(odd_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.x[1]]=] [=[Orders.x[1]]=] 7 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test TEST_PREFIX a+b: MARKERS unit)
  parallel_discover_tests(odd_test TEST_PREFIX a+b:)
  parallel_mark_tests(odd_test "Orders.A" MARKERS slow)
  return()
endif()

configure()
build()
run_ctest(ARGS -N)
expect_stdout([[
  Test #1: a+b:Orders.A
  Test #2: a+b:Orders.B
  Test #3: a+b:Orders.C (Disabled)
  Test #4: odd_test.a+b:Orders.A
  Test #5: a+b:Orders.x[1]
Total Tests: 5
]])
run_ctest(ARGS -N -L unit)
expect_stdout([[
  Test #1: a+b:Orders.A
  Test #2: a+b:Orders.B
  Test #3: a+b:Orders.C (Disabled)
Total Tests: 3
]])
run_ctest(ARGS -N -L slow)
expect_stdout([[
  Test #1: a+b:Orders.A
  Test #4: odd_test.a+b:Orders.A
Total Tests: 2
]])
