# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test VISIBLE_FILES CMakeLists.txt)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): VISIBLE_FILES requires WORKING_DIRECTORY PRIVATE
]])
