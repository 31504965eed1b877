# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  if(CASE_CALL STREQUAL "labels")
    parallel_testing_labels("two words")
  elseif(CASE_CALL STREQUAL "capacity")
    parallel_capacity(databases 0)
  elseif(CASE_CALL STREQUAL "coverage")
    parallel_coverage(NAME coverage)
  else()
    parallel_postgresql_server(VERSION 15)
  endif()
  return()
endif()

configure(OPTIONS -DCASE_CALL=labels RESULT 1)
expect_stderr([[
CMake Error at <case>:4 (parallel_testing_labels):
  parallel_testing_labels: 'two words' cannot be a label: a label has 1 to 100 of A-Z a-z 0-9 _ . -
]])
configure(OPTIONS -DCASE_CALL=capacity RESULT 1)
expect_stderr([[
CMake Error at <case>:6 (parallel_capacity):
  parallel_capacity(databases): requires a number from 1 to 9999, not '0'
]])
configure(OPTIONS -DCASE_CALL=coverage RESULT 1)
expect_stderr([[
CMake Error at <case>:8 (parallel_coverage):
  parallel_coverage(coverage): TARGETS is required
]])
configure(OPTIONS -DCASE_CALL=server RESULT 1)
expect_stderr([[
CMake Error at <case>:10 (parallel_postgresql_server):
  parallel_postgresql_server: NAME is required
]])
