# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(markers port:8080 lock:a)
  parallel_add_test(
    NAME plain COMMAND env MARKERS ${markers} ISOLATE_FIXED_PORTS)
  parallel_add_test(NAME marked COMMAND env MARKERS ${markers} isolate)
  parallel_add_test(NAME no_port COMMAND env ISOLATE_FIXED_PORTS)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[port:8080]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 7 [=[lock:b]=] [=[]=])")
  parallel_discover_tests(orders_test ISOLATE_FIXED_PORTS)
  add_manifest_fake(all_test googletest
    "parallel_case([=[All.A]=] [=[All.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(
    all_test LAUNCHER ON MARKERS port:8081 ISOLATE_FIXED_PORTS)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
# What listing shows is what holds without name spaces.
load_tests()
expect_property(plain RESOURCE_LOCK a isolate:network port:8080)
expect_property(Orders.A RESOURCE_LOCK isolate:network port:8080)
expect_property(Orders.B RESOURCE_LOCK b)
expect_property(All.A RESOURCE_LOCK isolate:network port:8081)
expect_property(no_port RESOURCE_LOCK "")

execute_process(COMMAND "${launcher}" --probe=network,tmp,ipc
  OUTPUT_VARIABLE available OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(available STREQUAL "network,tmp,ipc")
  run_ctest(ARGS -V -R "^plain$" LINES "_ISOLATED=")
  expect_stdout([[
4: PARALLEL_TESTING_ISOLATED=network
#4 plain: Passed
100% tests passed, 0 tests failed out of 1
]])
  run_ctest(ARGS -V -R "^marked$" LINES "_ISOLATED=")
  expect_stdout([[
5: PARALLEL_TESTING_ISOLATED=network,tmp,ipc
#5 marked: Passed
100% tests passed, 0 tests failed out of 1
]])
  run_ctest(ARGS -V -R "^Orders.A$" LINES "_ISOLATED=")
  expect_stdout([[
1: PARALLEL_TESTING_ISOLATED=network
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
  run_ctest(ARGS -V -R "^All.A$" LINES "_ISOLATED=")
  expect_stdout([[
3: PARALLEL_TESTING_ISOLATED=network
#3 All.A: Passed
100% tests passed, 0 tests failed out of 1
]])
endif()

set(ENV{PARALLEL_TESTING_ISOLATION} none)
run_ctest(ARGS -V LINES "_ISOLATED=")
expect_stdout([[
#1 Orders.A: Passed
#2 Orders.B: Passed
#3 All.A: Passed
#4 plain: Passed
#5 marked: Passed
#6 no_port: Passed
100% tests passed, 0 tests failed out of 6
]])
expect_stderr([[
ParallelTesting: warning: this machine cannot isolate: network,tmp,ipc. Tests that request it take turns.
  PARALLEL_TESTING_ISOLATION=none
]])
