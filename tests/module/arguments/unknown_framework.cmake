# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test FRAMEWORK GoogleTest)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): FRAMEWORK cannot be 'GoogleTest', did you mean 'googletest'?

    allowed: googletest | catch2 | doctest | boost_test
]])
