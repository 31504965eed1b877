# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/sub/CMakeLists.txt"
    "add_manifest_fake(orders_test googletest\n"
    "  \"parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])\")\n"
  )
  add_subdirectory(sub)
  if(MODE)
    parallel_discover_tests(orders_test DISCOVERY_MODE ${MODE})
  else()
    parallel_discover_tests(orders_test)
  endif()
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:11 (parallel_discover_tests):
  parallel_discover_tests(orders_test): 'orders_test' is created in another directory, so CMake does not allow this call to list its tests after the link

    created in: <source>/sub
    remedy: call it in that directory, or pass DISCOVERY_MODE PRE_TEST
]])

configure(OPTIONS -DMODE=PRE_TEST)
build()
load_tests()
expect_tests(Orders.A)
