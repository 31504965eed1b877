# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test none "printf 'Orders.\\n  A\\n'\n")
  parallel_discover_tests(orders_test WORKING_DIRECTORY PRIVATE)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): WORKING_DIRECTORY PRIVATE requires an adapter

    remedy: link ParallelTesting::gtest_main, ParallelTesting::catch2_main, ParallelTesting::doctest_main or ParallelTesting::boost_test_main to orders_test
]])
