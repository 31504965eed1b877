# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_mark_tests(orders_test "Orders.*" MARKERS solw)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_mark_tests):
  parallel_mark_tests(orders_test): unknown marker 'solw', did you mean 'slow'? A label must be declared: parallel_declare_labels(solw)
]])
