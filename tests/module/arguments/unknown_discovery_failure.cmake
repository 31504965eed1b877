# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  if(IN_VARIABLE)
    set(PARALLEL_TESTING_DISCOVERY_FAILURE fatal)
    parallel_discover_tests(orders_test)
  endif()
  parallel_discover_tests(orders_test DISCOVERY_FAILURE WARN)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:8 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_FAILURE cannot be 'WARN', did you mean 'warn'?

    allowed: error | warn
]])
configure(OPTIONS -DIN_VARIABLE=ON RESULT 1)
expect_stderr([[
CMake Error at <case>:6 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_FAILURE cannot be 'fatal'

    allowed: error | warn
]])
