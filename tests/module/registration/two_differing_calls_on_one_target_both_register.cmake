# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  parallel_discover_tests(orders_test EXTRA_ARGS --fast TEST_PREFIX fast.)
  parallel_discover_tests(orders_test EXTRA_ARGS --again)
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.A fast.Orders.A orders_test.Orders.A)
expect_arguments(fast.Orders.A
  --gtest_filter=Orders.A --gtest_also_run_disabled_tests --fast)
expect_arguments(orders_test.Orders.A
  --gtest_filter=Orders.A --gtest_also_run_disabled_tests --again)
