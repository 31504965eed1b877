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
set(message
  "parallel_discover_tests(orders_test): the markers of the tests are wrong"
  "Orders.A: unknown marker 'prot:8080', did you mean 'port:8080'?"
  "at: /src/orders_test.cpp:7"
  "Orders.B: unknown marker 'prot:8080', did you mean 'port:8080'?"
  "at: /src/orders_test.cpp:8"
  "Orders.C: contradictory markers 'timeout:1' and 'timeout:2'"
  "at: /src/orders_test.cpp:9"
  "parallel_mark_tests(orders_test): no test case matches 'Billing.*'"
)
build(RESULT fails STDOUT "CMake Error" ${message} "at: ${case}")
# The error does not go away by building again, and nothing is half-registered.
build(RESULT fails STDOUT "CMake Error" ${message})
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8 STDERR "Errors while running CTest"
  STDOUT ${message})
