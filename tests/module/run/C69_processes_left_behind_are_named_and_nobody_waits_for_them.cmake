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

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V -R "^leaks$" RESULT 8
  STDOUT "'leaks' left processes behind" "sleep 1000" "Subprocess aborted"
  STDERR "Errors while running CTest")
run_ctest(ARGS -V -R "^warned$" STDOUT "'warned' left processes behind")
# What a fixture starts is there for others.
run_ctest(ARGS -V -R "^server.start$" NOT_STDOUT "left processes behind")
file(STRINGS "${build}/pid" pid)
run(COMMAND kill ${pid})
