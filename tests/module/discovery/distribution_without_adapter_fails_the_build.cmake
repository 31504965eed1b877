# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test none "printf 'Orders.\\n  A\\n'\n")
  if(HOW STREQUAL "mark")
    parallel_discover_tests(orders_test)
    parallel_mark_tests(orders_test "Orders.*" DIST loadscope)
  elseif(HOW STREQUAL "batch")
    parallel_discover_tests(orders_test BATCH 2)
  else()
    parallel_discover_tests(orders_test DIST loadfile)
  endif()
  return()
endif()

configure(OPTIONS -DHOW=mode)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): DIST loadfile requires an adapter

    remedy: link ParallelTesting::gtest_main, ParallelTesting::catch2_main, ParallelTesting::doctest_main or ParallelTesting::boost_test_main to orders_test
]])
configure(OPTIONS -DHOW=batch)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): BATCH 2 requires an adapter

    remedy: link ParallelTesting::gtest_main, ParallelTesting::catch2_main, ParallelTesting::doctest_main or ParallelTesting::boost_test_main to orders_test
]])
configure(OPTIONS -DHOW=mark)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): DIST loadscope of parallel_mark_tests(orders_test) requires an adapter

    remedy: link ParallelTesting::gtest_main, ParallelTesting::catch2_main, ParallelTesting::doctest_main or ParallelTesting::boost_test_main to orders_test
]])
