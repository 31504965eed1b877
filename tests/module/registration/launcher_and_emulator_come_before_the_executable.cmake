# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  set_target_properties(orders_test PROPERTIES
    TEST_LAUNCHER "env;LAUNCHER=1" CROSSCOMPILING_EMULATOR "env;EMULATOR=1")
  return()
endif()

configure()
build()
load_tests()
expect_arguments(Orders.A
  LAUNCHER=1 env EMULATOR=1 "${build}/orders_test"
  --gtest_filter=Orders.A --gtest_also_run_disabled_tests
)
