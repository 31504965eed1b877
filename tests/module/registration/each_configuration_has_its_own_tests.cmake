# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  foreach(mode IN ITEMS POST_BUILD PRE_TEST)
    parallel_discover_tests(orders_test
      DISCOVERY_MODE ${mode} TEST_PREFIX ${mode}.
      EXTRA_ARGS --config=$<CONFIG>
      PROPERTIES TIMEOUT $<IF:$<CONFIG:Debug>,60,30>)
  endforeach()
  parallel_mark_tests(orders_test "*" MARKERS lock:x)
  return()
endif()

set(generator "Ninja Multi-Config")
configure()
build(CONFIG Debug)
load_tests(-C debug)
expect_tests(POST_BUILD.Orders.A PRE_TEST.Orders.A)
foreach(mode IN ITEMS POST_BUILD PRE_TEST)
  expect_property(${mode}.Orders.A TIMEOUT 60.0)
  expect_property(${mode}.Orders.A RESOURCE_LOCK x)
  expect_arguments(${mode}.Orders.A
    --gtest_filter=Orders.A --gtest_also_run_disabled_tests --config=Debug)
endforeach()
load_tests(-C Release)
expect_tests(orders_test_NOT_BUILT)
build(CONFIG Release)
load_tests(-C Release)
expect_property(POST_BUILD.Orders.A TIMEOUT 30.0)
expect_property(PRE_TEST.Orders.A TIMEOUT 30.0)
# Without a configuration there is nothing to choose.
run_ctest(RESULT 8)
expect_stdout([[
#1 orders_test_NOT_AVAILABLE: ***Not Run
0% tests passed, 1 tests failed out of 1
]])
expect_stderr([[
Test not available without configuration.  (Missing "-C <config>"?)
]])
