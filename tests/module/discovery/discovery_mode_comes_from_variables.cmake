# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

foreach(variable IN ITEMS
  PARALLEL_TESTING_DISCOVERY_MODE
  CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE
  CMAKE_CATCH_DISCOVER_TESTS_DISCOVERY_MODE
)
  file(REMOVE_RECURSE "${build}")
  configure(OPTIONS "-D${variable}=PRE_TEST")
  build()
  if(EXISTS "${build}/parallel_testing/orders_test-1_tests.cmake")
    message(FATAL_ERROR "${variable} is ignored")
  endif()
  load_tests()
  expect_tests(Orders.A)
endforeach()
