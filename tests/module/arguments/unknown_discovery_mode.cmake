# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test DISCOVERY_MODE POST_BIULD)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): DISCOVERY_MODE cannot be 'POST_BIULD', did you mean 'POST_BUILD'?

    allowed: POST_BUILD | PRE_TEST
]])
