# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test DISCOVERY_TIMEOUT ${TIMEOUT})
  return()
endif()

foreach(timeout IN ITEMS 0 -1 soon 5s)
  configure(OPTIONS -DTIMEOUT=${timeout} RESULT 1 STDERR
    "parallel_discover_tests(orders_test): DISCOVERY_TIMEOUT cannot be '${timeout}' allowed: a number of seconds greater than 0"
  )
endforeach()
configure(OPTIONS -DTIMEOUT=0.5)
