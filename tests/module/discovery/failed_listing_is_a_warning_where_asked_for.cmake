# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "exit 3\n")
  parallel_discover_tests(orders_test DISCOVERY_FAILURE warn)
  set(PARALLEL_TESTING_DISCOVERY_FAILURE warn)
  add_fake(billing_test googletest "exit 4\n")
  parallel_discover_tests(billing_test)
  add_fake(strict_test googletest "exit 5\n")
  if(STRICT)
    parallel_discover_tests(strict_test DISCOVERY_FAILURE error)
  endif()
  return()
endif()

configure()
build()
expect_stdout([[
CMake Warning:
  parallel_discover_tests(billing_test): listing the test cases failed: exit code 4

    command: <build>/billing_test
    directory: <build>
    remedy: run the command in a shell
    output:
      (none)
CMake Warning:
  parallel_discover_tests(orders_test): listing the test cases failed: exit code 3

    command: <build>/orders_test
    directory: <build>
    remedy: run the command in a shell
    output:
      (none)
]])
load_tests()
expect_tests(orders_test_discovery billing_test_discovery)

# The keyword outweighs the variable.
configure(OPTIONS -DSTRICT=ON)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(strict_test): listing the test cases failed: exit code 5

    command: <build>/strict_test
    directory: <build>
    remedy: run the command in a shell
    output:
      (none)
    to build anyway: DISCOVERY_FAILURE warn
CMake Warning:
  parallel_discover_tests(billing_test): listing the test cases failed: exit code 4

    command: <build>/billing_test
    directory: <build>
    remedy: run the command in a shell
    output:
      (none)
CMake Warning:
  parallel_discover_tests(orders_test): listing the test cases failed: exit code 3

    command: <build>/orders_test
    directory: <build>
    remedy: run the command in a shell
    output:
      (none)
]])
load_tests()
expect_tests(
  orders_test_discovery billing_test_discovery strict_test_discovery)
