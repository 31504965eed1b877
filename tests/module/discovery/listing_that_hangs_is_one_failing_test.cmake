# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# No process of the program stays: the launcher would fail this test.
if(IN_PROJECT)
  add_fake(orders_test googletest "(sleep 60 & sleep 60) & exec sleep 60\n")
  parallel_discover_tests(orders_test DISCOVERY_TIMEOUT 0.2)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): listing the test cases failed: no answer within 0.2 seconds

    command: <build>/orders_test
    directory: <build>
    remedy: increase DISCOVERY_TIMEOUT, or find out what it waits for
    output:
      (none)
    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery)
