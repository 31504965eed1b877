# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test MARKERS unit)
  parallel_discover_tests(orders_test MARKERS unit)
  return()
endif()

configure()
expect_stderr([[
CMake Warning (dev) at <case>:6 (parallel_discover_tests):
  parallel_discover_tests(orders_test): called twice with the same arguments; the second call is ignored
]])
build()
load_tests()
expect_tests(Orders.A)
