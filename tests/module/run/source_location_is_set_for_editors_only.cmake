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
run_ctest(ARGS --show-only=json-v1 STDERR
  "set Orders.A;PROPERTIES;_BACKTRACE_TRIPLES;/src/orders_test.cpp;7;TEST;DEF_SOURCE_LINE;/src/orders_test.cpp:7"
)
run_ctest(NOT_STDERR _BACKTRACE_TRIPLES)
