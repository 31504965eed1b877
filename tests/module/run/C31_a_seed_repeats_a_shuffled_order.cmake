# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  foreach(number RANGE 1 9)
    parallel_add_test(NAME marked_${number} COMMAND true MARKERS lock:x)
    add_test(NAME plain_${number} COMMAND true)
  endforeach()
  return()
endif()

configure()
# Sets `order` to the numbers of the tests as they were started.
function(run_shuffled)
  run_ctest(READ ARGS -j 1)
  expect_all_passed(18)
  string(REGEX MATCHALL "Start +[0-9]+" order "${output}")
  string(REGEX MATCH "SHUFFLE=([0-9]+)" seed "${errors}")
  set(seed "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(order "${order}" PARENT_SCOPE)
endfunction()

set(ENV{PARALLEL_TESTING_SHUFFLE} random)
run_shuffled()
expect_stderr([[
ParallelTesting: tests are shuffled; PARALLEL_TESTING_SHUFFLE=<number> repeats the order
]])
set(first "${order}")
set(ENV{PARALLEL_TESTING_SHUFFLE} ${seed})
run_shuffled()
expect_stderr([[
ParallelTesting: tests are shuffled; PARALLEL_TESTING_SHUFFLE=<number> repeats the order
]])
expect_equal("${order}" "${first}")
# 18! orders: another seed gives another one.
set(ENV{PARALLEL_TESTING_SHUFFLE} 1)
run_shuffled()
expect_stderr([[
ParallelTesting: tests are shuffled; PARALLEL_TESTING_SHUFFLE=<number> repeats the order
]])
set(one "${order}")
set(ENV{PARALLEL_TESTING_SHUFFLE} 2)
run_shuffled()
expect_stderr([[
ParallelTesting: tests are shuffled; PARALLEL_TESTING_SHUFFLE=<number> repeats the order
]])
if(order STREQUAL one)
  message(FATAL_ERROR "seeds 1 and 2 give the same order: ${order}")
endif()

set(ENV{PARALLEL_TESTING_SHUFFLE} often)
run_ctest(READ ARGS -j 1)
expect_all_passed(18)
expect_stderr([[
ParallelTesting: warning: PARALLEL_TESTING_SHUFFLE='often' is ignored: it is 'random' or a number
]])
