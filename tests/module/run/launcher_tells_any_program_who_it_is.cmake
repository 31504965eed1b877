# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(
    NAME "a test" COMMAND sh -c "echo \"[$0][$1][$2]\"; env" "" "a;b" "$<1:c>"
    MARKERS ports:1 lock:x
  )
  parallel_add_test(NAME off COMMAND env LAUNCHER OFF)
  parallel_add_test(NAME missing COMMAND /no/such/program)
  add_test(NAME other COMMAND env)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V -R "^a test$" STDOUT
  "[][a;b][c]" "PARALLEL_TESTING_WORKER=gw" "PARALLEL_TESTING_TEST_NAME=a test"
  "PARALLEL_TESTING_PORT_1=" "PARALLEL_TESTING_SUPERVISED="
)
foreach(test IN ITEMS off other)
  run_ctest(ARGS -V -R "^${test}$" NOT_STDOUT PARALLEL_TESTING_SUPERVISED)
endforeach()
run_ctest(ARGS -R "^missing$" RESULT 8 STDOUT
  "Could not find executable /no/such/program"
  STDERR "Unable to find executable")
