# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "echo usage: orders_test FILE; exit 0\n")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the executable ended without writing its list of cases

    executable: <build>/orders_test
    remedy: main() must call the framework before it returns, whatever its arguments and environment
    output:
      usage: orders_test FILE
    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery)
