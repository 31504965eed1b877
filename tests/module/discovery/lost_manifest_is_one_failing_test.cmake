# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
file(REMOVE "${build}/parallel_testing/orders_test-1_manifest.cmake")
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
1: the list of test cases is missing: build orders_test again
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
0% tests passed, 1 tests failed out of 1
]])
# The list is an output of the link, so that building again makes it.
build()
load_tests()
expect_tests(Orders.A)
