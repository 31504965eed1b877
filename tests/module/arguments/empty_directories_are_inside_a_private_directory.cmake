# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  if(OUTSIDE)
    parallel_mark_tests(orders_test "*" WORKING_DIRECTORY PRIVATE
      EMPTY_DIRECTORIES out ../logs)
  endif()
  parallel_mark_tests(orders_test "*" MARKERS slow EMPTY_DIRECTORIES out)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:8 (parallel_mark_tests):
  parallel_mark_tests(orders_test): EMPTY_DIRECTORIES requires WORKING_DIRECTORY PRIVATE
]])

configure(RESULT 1 OPTIONS -DOUTSIDE=ON)
expect_stderr([[
CMake Error at <case>:5 (parallel_mark_tests):
  parallel_mark_tests(orders_test): EMPTY_DIRECTORIES requires paths inside the private directory

    directory: ../logs
]])
