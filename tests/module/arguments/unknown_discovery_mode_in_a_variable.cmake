# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  set(CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE LATER)
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:5 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_MODE cannot be 'LATER'

    allowed: POST_BUILD | PRE_TEST
]])
