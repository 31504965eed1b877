# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[solw]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

set(generator "Unix Makefiles")
configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: unknown marker 'solw', did you mean 'slow'? A label must be declared: parallel_declare_labels(solw)
      at: /src/orders_test.cpp:7
]])
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: unknown marker 'solw', did you mean 'slow'? A label must be declared: parallel_declare_labels(solw)
      at: /src/orders_test.cpp:7
]])
