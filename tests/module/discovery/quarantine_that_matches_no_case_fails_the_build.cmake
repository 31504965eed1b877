# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  parallel_quarantine(orders_test Orders.A Orders.B
    UNTIL 2027-03-01 OWNER me REASON why)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    parallel_quarantine(orders_test): no test case matches 'Orders.B'
      at: <case>
]])
