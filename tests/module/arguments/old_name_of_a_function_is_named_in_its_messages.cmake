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
expect_stdout([[
]])
expect_stderr([[
]])
configure(OPTIONS -DCASE_CALL=capacity RESULT 1)
expect_stdout([[
]])
expect_stderr([[
]])
configure(OPTIONS -DCASE_CALL=coverage RESULT 1)
expect_stdout([[
]])
expect_stderr([[
]])
configure(OPTIONS -DCASE_CALL=server RESULT 1)
expect_stdout([[
]])
expect_stderr([[
]])
