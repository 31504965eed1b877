# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(wrapper none "shift 2; exec \"$@\"\n")
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  set_target_properties(orders_test PROPERTIES
    TEST_LAUNCHER "$<TARGET_FILE:wrapper>;;$<IF:1,launcher,none>"
    CROSSCOMPILING_EMULATOR "$<TARGET_FILE:wrapper>;emulator;"
  )
  add_dependencies(orders_test wrapper)
  parallel_discover_tests(orders_test)
  add_manifest_fake(plain_test googletest
    "parallel_case([=[Plain.A]=] [=[Plain.A]=] 7 [=[]=] [=[]=])")
  set_target_properties(plain_test PROPERTIES
    TEST_LAUNCHER "$<0:absent>" CROSSCOMPILING_EMULATOR "$<0:absent>")
  parallel_discover_tests(plain_test)
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.A Plain.A)
expect_arguments(Orders.A
  "" launcher "${build}/wrapper" emulator "" "${build}/orders_test"
  --gtest_filter=Orders.A --gtest_also_run_disabled_tests
)
expect_arguments(
  Plain.A --gtest_filter=Plain.A --gtest_also_run_disabled_tests)
