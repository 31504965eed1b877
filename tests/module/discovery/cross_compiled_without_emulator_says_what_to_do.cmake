# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(CMAKE_CROSSCOMPILING TRUE)
  add_fake(orders_test googletest "exit 126\n")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails STDOUT
  "the target is cross-compiled: set its CROSSCOMPILING_EMULATOR, or use DISCOVERY_MODE PRE_TEST and run ctest where the executable can run"
)
load_tests()
expect_tests(orders_test_discovery)
