# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test TAGS_ARE_NOT_MARKERS)
  parallel_discover_tests(orders_test TEST_SPEC [slow])
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:5 (parallel_discover_tests):
  parallel_discover_tests(orders_test): either all calls for an executable or none have TAGS_ARE_NOT_MARKERS

    remedy: add it to the other calls for orders_test
]])
