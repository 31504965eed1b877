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
run_ctest(ARGS -V -R "^match$" STDOUT "done" "100% tests passed")
foreach(test IN ITEMS match_ends limit)
  run_ctest(ARGS -V -R "^${test}$" RESULT 8 STDOUT "***Timeout"
    STDERR "Errors while running CTest")
endforeach()
run_ctest(ARGS -V -R "^signal$" RESULT 8
  STDOUT "got USR1" "stopped 'signal' after 0.3 s" "***Timeout"
  STDERR "Errors while running CTest")
run_ctest(ARGS -V -R "^short_grace$" RESULT 8
  STDOUT "got INT" "stopped 'short_grace' after 0.3 s" "***Timeout"
  STDERR "Errors while running CTest")
run_ctest(ARGS -V -R "^Orders.A$" STDOUT "done" "100% tests passed")
run_ctest(ARGS -V -R "^Signals.A$" RESULT 8
  STDOUT "got USR2" "stopped 'Signals.A' after 0.3 s" "***Timeout"
  STDERR "Errors while running CTest")
