# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test WORKING_DIRECTORY /nowhere/at/all)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the working directory does not exist

    directory: /nowhere/at/all
    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery)
