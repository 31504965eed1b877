# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(
    NAME "a test" COMMAND sh -c "echo \"<$0><$1><$2>\"; env" "" "a;b" "$<1:c>"
    MARKERS ports:1 lock:x
  )
  parallel_add_test(NAME off COMMAND env LAUNCHER OFF)
  parallel_add_test(NAME missing COMMAND /no/such/program)
  add_test(NAME other COMMAND env)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V -R "^a test$"
  LINES "^(<|PARALLEL_TESTING_(WORKER|TEST_NAME|PORT_1|SUPERVISED)=)")
expect_stdout([[
1: <><a;b><c>
1: PARALLEL_TESTING_PORT_1=<number>
1: PARALLEL_TESTING_SUPERVISED=<launcher id>
1: PARALLEL_TESTING_TEST_NAME=a test
1: PARALLEL_TESTING_WORKER=gw<number>
#1 a test: Passed
100% tests passed, 0 tests failed out of 1
]])
foreach(test IN ITEMS off other)
  run_ctest(ARGS -V -R "^${test}$" LINES "^PARALLEL_TESTING_SUPERVISED=")
endforeach()
expect_stdout([[
#2 off: Passed
100% tests passed, 0 tests failed out of 1
#4 other: Passed
100% tests passed, 0 tests failed out of 1
]])
run_ctest(ARGS -R "^missing$" RESULT 8)
expect_stdout([[
#3 missing: ***Not Run
0% tests passed, 1 tests failed out of 1
]])
expect_stderr([[
Unable to find executable: /no/such/program
]])
