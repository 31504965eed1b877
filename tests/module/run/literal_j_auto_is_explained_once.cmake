# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME one COMMAND true)
  parallel_add_test(NAME two COMMAND true)
  return()
endif()

configure()
if(CMAKE_VERSION VERSION_LESS 3.29)
  foreach(arguments IN ITEMS "-j;auto" "--parallel;auto" "-jauto")
    run_ctest(ARGS ${arguments})
  endforeach()
  expect_stdout([[
#1 one: Passed
#2 two: Passed
100% tests passed, 0 tests failed out of 2
#1 one: Passed
#2 two: Passed
100% tests passed, 0 tests failed out of 2
#1 one: Passed
#2 two: Passed
100% tests passed, 0 tests failed out of 2
]])
  expect_stderr([[
ParallelTesting: warning: this ctest reads '-j auto' as '-j 1' and runs one test at a time. Set PARALLEL_TESTING_JOBS=auto and pass a large number, as in: PARALLEL_TESTING_JOBS=auto ctest -j 64
ParallelTesting: warning: this ctest reads '-j auto' as '-j 1' and runs one test at a time. Set PARALLEL_TESTING_JOBS=auto and pass a large number, as in: PARALLEL_TESTING_JOBS=auto ctest -j 64
ParallelTesting: warning: this ctest reads '-j auto' as '-j 1' and runs one test at a time. Set PARALLEL_TESTING_JOBS=auto and pass a large number, as in: PARALLEL_TESTING_JOBS=auto ctest -j 64
]])
  set(ENV{PARALLEL_TESTING_JOBS} auto)
  run_ctest(ARGS -j auto)
  expect_stdout([[
#1 one: Passed
#2 two: Passed
100% tests passed, 0 tests failed out of 2
]])
else()
  run_ctest(ARGS -j auto RESULT 1)
  expect_stderr([[
CMake Error: '-j' given invalid value 'auto'
]])
endif()
