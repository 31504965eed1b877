# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(CMAKE_CROSSCOMPILING TRUE)
  add_fake(orders_test googletest "exit 126\n")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): listing the test cases failed: exit code 126

    command: <build>/orders_test
    directory: <build>
    remedy: the target is cross-compiled: set its CROSSCOMPILING_EMULATOR, or use DISCOVERY_MODE PRE_TEST and run ctest where the executable can run
    output:
      (none)
    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery)
