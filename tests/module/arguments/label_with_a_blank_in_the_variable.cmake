# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  set(PARALLEL_TESTING_LABELS "two words")
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:5 (parallel_discover_tests):
  PARALLEL_TESTING_LABELS: 'two words' cannot be a label: a label has 1 to 100 of A-Z a-z 0-9 _ . -
]])
