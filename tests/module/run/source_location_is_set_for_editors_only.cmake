# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  # Prints where cases are.
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/spy.cmake" [[
function(set_tests_properties)
  if("${ARGV}" MATCHES "_BACKTRACE_TRIPLES")
    message(NOTICE "set ${ARGV}")
  endif()
endfunction()
]])
  set_property(DIRECTORY APPEND PROPERTY
    TEST_INCLUDE_FILES "${CMAKE_CURRENT_BINARY_DIR}/spy.cmake")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
run_ctest(ARGS -N)
expect_stdout([[
  Test #1: Orders.A
Total Tests: 1
]])
load_tests()
expect_stderr([[
set Orders.A;PROPERTIES;_BACKTRACE_TRIPLES;/src/orders_test.cpp;7;TEST;DEF_SOURCE_LINE;/src/orders_test.cpp:7
]])
run_ctest()
expect_stdout([[
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
