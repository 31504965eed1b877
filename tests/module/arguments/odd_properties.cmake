# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test PROPERTIES TIMEOUT 5 LABELS)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): PROPERTIES requires pairs of a name and a value, but 'LABELS' has no value
]])
