# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_mark_tests(orders_test "*" WORKING_DIRECTORY data)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_mark_tests):
  parallel_mark_tests(orders_test): WORKING_DIRECTORY cannot be 'data'

    allowed: PRIVATE
]])
