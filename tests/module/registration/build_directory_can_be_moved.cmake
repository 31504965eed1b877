# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/here")
  foreach(mode IN ITEMS POST_BUILD PRE_TEST)
    parallel_discover_tests(orders_test
      DISCOVERY_MODE ${mode} TEST_PREFIX ${mode}. WORKING_DIRECTORY here)
  endforeach()
  parallel_discover_tests(
    orders_test DISCOVERY_MODE PRE_TEST TEST_PREFIX top.)
  return()
endif()

configure()
build()
file(RENAME "${build}" "${work}/moved")
set(build "${work}/moved")
# What is newer is listed where the tree is now.
file(TOUCH "${build}/orders_test")
load_tests()
expect_tests(POST_BUILD.Orders.A PRE_TEST.Orders.A top.Orders.A)
foreach(mode IN ITEMS POST_BUILD PRE_TEST)
  get_test(object ${mode}.Orders.A)
  string(JSON executable GET "${object}" command 0)
  expect_equal("${executable}" "${build}/orders_test")
  expect_property(${mode}.Orders.A WORKING_DIRECTORY "${build}/here")
endforeach()
