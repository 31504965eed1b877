# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test DISCOVERY_TIMEOUT ${TIMEOUT})
  return()
endif()

foreach(timeout IN ITEMS 0 -1 soon 5s)
  configure(OPTIONS -DTIMEOUT=${timeout} RESULT 1)
endforeach()
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_TIMEOUT cannot be '0'

    allowed: a number of seconds greater than 0
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_TIMEOUT cannot be '-1'

    allowed: a number of seconds greater than 0
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_TIMEOUT cannot be 'soon'

    allowed: a number of seconds greater than 0
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_TIMEOUT cannot be '5s'

    allowed: a number of seconds greater than 0
]])
configure(OPTIONS -DTIMEOUT=0.5)
