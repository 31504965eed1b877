# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test EXTRA_ARGS "[a" "b]")
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_discover_tests(orders_test): unbalanced square bracket, which CMake cannot keep in a list argument: [a"
)
