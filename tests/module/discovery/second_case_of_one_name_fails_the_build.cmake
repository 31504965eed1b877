# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.A]=] [=[Orders.B]=] 8 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: a second test case has this name
      at: /src/orders_test.cpp:8
]])
