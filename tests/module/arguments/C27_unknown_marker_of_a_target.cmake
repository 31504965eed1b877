# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test MARKERS prot:8080 quarterly)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): unknown marker 'prot:8080', did you mean 'port:8080'?

    unknown marker 'quarterly'. A label must be declared: parallel_declare_labels(quarterly)
]])
