# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
set(waits "while :; do sleep 0.05; done")
if(IN_PROJECT)
  # What matches must not end the test, but give it the time that is asked for.
  parallel_add_test(NAME match COMMAND
    sh -c "echo the server is up; sleep 0.5; echo done; exit 0")
  set_tests_properties(match PROPERTIES
    TIMEOUT_AFTER_MATCH "30;the server is up")
  parallel_add_test(NAME match_ends COMMAND sh -c "echo is up; ${waits}")
  set_tests_properties(match_ends PROPERTIES TIMEOUT_AFTER_MATCH "0.3;is up")
  parallel_add_test(NAME limit COMMAND sh -c "${waits}")
  set_tests_properties(limit PROPERTIES
    TIMEOUT_AFTER_MATCH "30;is up" TIMEOUT 1)
  parallel_add_test(NAME signal COMMAND
    sh -c "trap 'echo got USR1; exit 0' USR1; trap 'echo got TERM' TERM; ${waits}"
    PROPERTIES TIMEOUT 0.3 TIMEOUT_SIGNAL_NAME SIGUSR1
    TIMEOUT_SIGNAL_GRACE_PERIOD 20)
  parallel_add_test(NAME short_grace COMMAND
    sh -c "trap 'echo got INT' INT; ${waits}"
    PROPERTIES TIMEOUT 0.3 TIMEOUT_SIGNAL_NAME SIGINT
    TIMEOUT_SIGNAL_GRACE_PERIOD 0.2)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[supervised]=] [=[]=])")
  file(APPEND "${CMAKE_CURRENT_BINARY_DIR}/orders_test.sh"
    "[ -n \"$PARALLEL_TESTING_MANIFEST\" ] || {\n"
    "echo is up; sleep 0.5; echo done; }\n")
  parallel_discover_tests(orders_test
    PROPERTIES TIMEOUT_AFTER_MATCH "30;is up" TIMEOUT 60)
  add_manifest_fake(signals_test googletest
    "parallel_case([=[Signals.A]=] [=[Signals.A]=] 7 [=[supervised]=] [=[]=])")
  file(APPEND "${CMAKE_CURRENT_BINARY_DIR}/signals_test.sh"
    "[ -n \"$PARALLEL_TESTING_MANIFEST\" ] || {\n"
    "trap 'echo got USR2; exit 0' USR2; ${waits}; }\n")
  parallel_discover_tests(signals_test
    PROPERTIES TIMEOUT 0.3 TIMEOUT_SIGNAL_NAME SIGUSR2
    TIMEOUT_SIGNAL_GRACE_PERIOD 20)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V -R "^match$")
expect_stdout([[
3: the server is up
3: done
#3 match: Passed
100% tests passed, 0 tests failed out of 1
]])
foreach(test IN ITEMS match_ends limit)
  # Newer versions of ctest end it with a signal that the launcher sees.
  run_ctest(ARGS -V -R "^${test}$" RESULT 8 LINES "^is ")
endforeach()
expect_stdout([[
4: is up
#4 match_ends: ***Timeout
0% tests passed, 1 tests failed out of 1
#5 limit: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
run_ctest(
  ARGS -V -R "^signal$" RESULT 8 LINES "^(got|is|parallel-testing:)")
expect_stdout([[
6: parallel-testing: stacks of 'signal' after 0.3 s:
6: got USR1
6: parallel-testing: kept <temp>
6: parallel-testing: stopped 'signal' after 0.3 s (timeout <test id>)
#6 signal: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
run_ctest(
  ARGS -V -R "^short_grace$" RESULT 8 LINES "^(got|is|parallel-testing:)")
expect_stdout([[
7: parallel-testing: stacks of 'short_grace' after 0.3 s:
7: got INT
7: parallel-testing: kept <temp>
7: parallel-testing: stopped 'short_grace' after 0.3 s (timeout <test id>)
#7 short_grace: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
run_ctest(ARGS -V -R "^Orders.A$")
expect_stdout([[
1: <--gtest_filter=Orders.A>
1: <--gtest_also_run_disabled_tests>
1: is up
1: done
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
run_ctest(
  ARGS -V -R "^Signals.A$" RESULT 8 LINES "^(got|is|parallel-testing:)")
expect_stdout([[
2: parallel-testing: stacks of 'Signals.A' after 0.3 s:
2: got USR2
2: parallel-testing: kept <temp>
2: parallel-testing: stopped 'Signals.A' after 0.3 s (timeout <test id>)
#2 Signals.A: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
