# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[prot:8080]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[prot:8080]=] [=[]=])"
    "parallel_case([=[Orders.C]=] [=[Orders.C]=] 9 [=[timeout:1\;timeout:2]=] [=[]=])"
    "parallel_case([=[Orders.D]=] [=[Orders.D]=] 9 [=[slow]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  parallel_mark_tests(orders_test "Billing.*" MARKERS slow)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: unknown marker 'prot:8080', did you mean 'port:8080'?
      at: /src/orders_test.cpp:7
    Orders.B: unknown marker 'prot:8080', did you mean 'port:8080'?
      at: /src/orders_test.cpp:8
    Orders.C: contradictory markers 'timeout:1' and 'timeout:2'
      at: /src/orders_test.cpp:9
    parallel_mark_tests(orders_test): no test case matches 'Billing.*'
      at: <case>
]])
# The error does not go away by building again, and nothing is half-registered.
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: unknown marker 'prot:8080', did you mean 'port:8080'?
      at: /src/orders_test.cpp:7
    Orders.B: unknown marker 'prot:8080', did you mean 'port:8080'?
      at: /src/orders_test.cpp:8
    Orders.C: contradictory markers 'timeout:1' and 'timeout:2'
      at: /src/orders_test.cpp:9
    parallel_mark_tests(orders_test): no test case matches 'Billing.*'
      at: <case>
]])
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
1: parallel_discover_tests(orders_test): the markers of the tests are wrong
1:   Orders.A: unknown marker 'prot:8080', did you mean 'port:8080'?
1:     at: /src/orders_test.cpp:7
1:   Orders.B: unknown marker 'prot:8080', did you mean 'port:8080'?
1:     at: /src/orders_test.cpp:8
1:   Orders.C: contradictory markers 'timeout:1' and 'timeout:2'
1:     at: /src/orders_test.cpp:9
1:   parallel_mark_tests(orders_test): no test case matches 'Billing.*'
1:     at: <case>
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
0% tests passed, 1 tests failed out of 1
]])
