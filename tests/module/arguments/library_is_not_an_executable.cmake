# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_library(orders_test STATIC "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): 'orders_test' is not an executable

    type: STATIC_LIBRARY
]])
