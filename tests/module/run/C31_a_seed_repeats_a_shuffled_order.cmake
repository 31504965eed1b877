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
  run_ctest(ARGS -j 1 ${ARGN} STDOUT
    "100% tests passed, 0 tests failed out of 18"
    STDERR "ParallelTesting: tests are shuffled; PARALLEL_TESTING_SHUFFLE=")
  string(REGEX MATCHALL "Start +[0-9]+" order "${output}")
  string(REGEX MATCH "SHUFFLE=([0-9]+)" seed "${errors}")
  set(seed "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(order "${order}" PARENT_SCOPE)
endfunction()

set(ENV{PARALLEL_TESTING_SHUFFLE} random)
run_shuffled()
set(first "${order}")
set(ENV{PARALLEL_TESTING_SHUFFLE} ${seed})
run_shuffled()
expect_equal("${order}" "${first}")
# 18! orders: another seed gives another one.
set(ENV{PARALLEL_TESTING_SHUFFLE} 1)
run_shuffled()
set(one "${order}")
set(ENV{PARALLEL_TESTING_SHUFFLE} 2)
run_shuffled()
if(order STREQUAL one)
  message(FATAL_ERROR "seeds 1 and 2 give the same order: ${order}")
endif()

set(ENV{PARALLEL_TESTING_SHUFFLE} often)
run_ctest(ARGS -j 1 STDOUT "100% tests passed"
  STDERR "PARALLEL_TESTING_SHUFFLE='often' is ignored: it is 'random' or a number")
