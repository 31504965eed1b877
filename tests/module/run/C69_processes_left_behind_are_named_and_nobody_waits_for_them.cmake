# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME leaks COMMAND sh -c "sleep 1000 & echo here")
  parallel_add_test(
    NAME warned COMMAND sh -c "sleep 1000 & echo here" MARKERS leak:warn)
  parallel_add_test(
    NAME server.start COMMAND sh -c "sleep 1000 >&- 2>&- <&- & echo $! > pid"
    PROPERTIES FIXTURES_SETUP server
  )
  return()
endif()

# It may still be the shell that becomes it.
function(expect_process_named test result)
  run_ctest(ARGS -V -R "^${test}$" RESULT ${result} LINES "^(here|parallel-)")
  if(NOT output MATCHES ":   [0-9]+ (sh -c )?sleep 1000")
    message(FATAL_ERROR "the process of ${test} is not named:\n${output}")
  endif()
endfunction()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
expect_process_named(leaks 8)
expect_stdout([[
1: here
1: parallel-testing: 'leaks' left processes behind, which were ended; make the test wait for the processes that it starts, or mark it leak:warn or leak:allow
1: parallel-testing: kept <temp>
#1 leaks: Subprocess aborted***Exception:
0% tests passed, 1 tests failed out of 1
]])
expect_process_named(warned 0)
expect_stdout([[
2: here
2: parallel-testing: 'warned' left processes behind, which were ended; make the test wait for the processes that it starts, or mark it leak:warn or leak:allow
#2 warned: Passed
100% tests passed, 0 tests failed out of 1
]])
# What a fixture starts is there for others.
run_ctest(ARGS -V -R "^server.start$")
expect_stdout([[
#3 server.start: Passed
100% tests passed, 0 tests failed out of 1
]])
file(STRINGS "${build}/pid" pid)
run(COMMAND kill ${pid})
