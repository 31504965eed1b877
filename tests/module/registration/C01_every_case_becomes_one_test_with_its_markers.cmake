# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.Plain]=] [=[Orders.Plain]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.Marked]=] [=[Orders.Marked]=] 8 [=[database:orders\;slow]=] [=[]=])"
    "parallel_case([=[Orders.Alone]=] [=[Orders.Alone]=] 9 [=[no_parallel]=] [=[]=])"
    "parallel_case([=[Orders.Off]=] [=[Orders.DISABLED_Off]=] 0 [=[]=] [=[disabled]=])"
  )
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.Plain Orders.Marked Orders.Alone Orders.Off)
expect_arguments(Orders.Plain
  --gtest_filter=Orders.Plain --gtest_also_run_disabled_tests)
expect_arguments(Orders.Off
  --gtest_filter=Orders.DISABLED_Off --gtest_also_run_disabled_tests)
expect_property(Orders.Plain LABELS "")
expect_property(Orders.Plain RESOURCE_LOCK "")
expect_property(Orders.Marked LABELS slow)
expect_property(Orders.Marked RESOURCE_LOCK database:orders)
expect_property(Orders.Alone RUN_SERIAL ON)
expect_property(Orders.Off DISABLED ON)
expect_location(Orders.Plain /src/orders_test.cpp 7)
expect_location(Orders.Marked /src/orders_test.cpp 8)
run_ctest()
expect_stdout([[
#1 Orders.Plain: Passed
#2 Orders.Marked: Passed
#3 Orders.Alone: Passed
#4 Orders.Off: ***Not Run (Disabled)
100% tests passed, 0 tests failed out of 3
]])
