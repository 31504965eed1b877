# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "echo no licence; exit 3\n")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails)
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): listing the test cases failed: exit code 3

    command: <build>/orders_test
    directory: <build>
    remedy: run the command in a shell
    output:
      no licence
    to build anyway: DISCOVERY_FAILURE warn
1: parallel_discover_tests(orders_test): listing the test cases failed: exit code 3
1:   command: <build>/orders_test
1:   directory: <build>
1:   remedy: run the command in a shell
1:   output:
1:     no licence
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
0% tests passed, 1 tests failed out of 1
]])
