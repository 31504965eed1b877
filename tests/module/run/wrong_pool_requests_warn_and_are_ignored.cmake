# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_test(NAME plain COMMAND sh -c "env | grep ^CTEST_RESOURCE || true")
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/own.json"
    "{\"version\": {\"major\": 1, \"minor\": 0}, \"local\": []}")
  parallel_add_test(NAME marked COMMAND true)
  return()
endif()

configure()
foreach(bad IN ITEMS 0 -1 many 1000 "2 ")
  set(ENV{PARALLEL_TESTING_JOBS} "${bad}")
  run_ctest(ARGS -V)
endforeach()
expect_stdout([[
#1 plain: Passed
#2 marked: Passed
100% tests passed, 0 tests failed out of 2
#1 plain: Passed
#2 marked: Passed
100% tests passed, 0 tests failed out of 2
#1 plain: Passed
#2 marked: Passed
100% tests passed, 0 tests failed out of 2
#1 plain: Passed
#2 marked: Passed
100% tests passed, 0 tests failed out of 2
#1 plain: Passed
#2 marked: Passed
100% tests passed, 0 tests failed out of 2
]])
expect_stderr([[
ParallelTesting: warning: PARALLEL_TESTING_JOBS='0' is ignored: it is 'auto' or a number from 1 to 999
ParallelTesting: warning: PARALLEL_TESTING_JOBS='-1' is ignored: it is 'auto' or a number from 1 to 999
ParallelTesting: warning: PARALLEL_TESTING_JOBS='many' is ignored: it is 'auto' or a number from 1 to 999
ParallelTesting: warning: PARALLEL_TESTING_JOBS='1000' is ignored: it is 'auto' or a number from 1 to 999
ParallelTesting: warning: PARALLEL_TESTING_JOBS='2 ' is ignored: it is 'auto' or a number from 1 to 999
]])
set(ENV{PARALLEL_TESTING_JOBS} 2)
run_ctest(ARGS --resource-spec-file own.json)
expect_stdout([[
#1 plain: Passed
#2 marked: Passed
100% tests passed, 0 tests failed out of 2
]])
expect_stderr([[
ParallelTesting: warning: there is no pool of workers, because ctest uses its own resource spec file. Use ctest -j instead, or set CTEST_RESOURCE_SPEC_FILE in the project.
]])
