# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(one_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[lock:one]=] [=[]=])")
  add_manifest_fake(two_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[lock:two]=] [=[]=])")
  add_manifest_fake(three_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(one_test)
  parallel_discover_tests(two_test TEST_LIST two)
  parallel_discover_tests(three_test TEST_PREFIX three.)
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/after.cmake"
    "message(NOTICE \"one=\${one_test_TESTS} two=\${two}\")\n"
    "set_tests_properties(\${two} PROPERTIES TIMEOUT 9)\n"
  )
  set_property(DIRECTORY APPEND PROPERTY
    TEST_INCLUDE_FILES "${CMAKE_CURRENT_BINARY_DIR}/after.cmake")
  return()
endif()

configure()
build()
load_tests()
expect_stderr([[
one=Orders.A two=two_test.Orders.A
]])
expect_tests(Orders.A two_test.Orders.A three.Orders.A)
expect_property(Orders.A RESOURCE_LOCK one)
expect_property(two_test.Orders.A RESOURCE_LOCK two)
expect_property(Orders.A TIMEOUT "")
expect_property(two_test.Orders.A TIMEOUT 9.0)
