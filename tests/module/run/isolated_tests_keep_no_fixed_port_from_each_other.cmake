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

# Nobody may be told otherwise than ctest was.
function(expect_isolation test expected)
  string(REGEX MATCH "PARALLEL_TESTING_TEST_NAME=${test}[^%]*" found "${output}")
  if(found STREQUAL "")
    message(FATAL_ERROR "${test} was not launched\n${output}")
  endif()
endfunction()

execute_process(COMMAND "${launcher}" --probe=network,tmp,ipc
  OUTPUT_VARIABLE available OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(available STREQUAL "network,tmp,ipc")
  run_ctest(ARGS -V -R "^plain$" STDOUT "PARALLEL_TESTING_ISOLATED=network"
    "PARALLEL_TESTING_ISOLATION_FOUND=network,tmp,ipc")
  run_ctest(ARGS -V -R "^marked$"
    STDOUT "PARALLEL_TESTING_ISOLATED=network,tmp,ipc")
  run_ctest(ARGS -V -R "^Orders.A$" STDOUT "PARALLEL_TESTING_ISOLATED=network")
  run_ctest(ARGS -V -R "^All.A$" STDOUT "PARALLEL_TESTING_ISOLATED=network")
endif()

set(ENV{PARALLEL_TESTING_ISOLATION} none)
run_ctest(ARGS -V NOT_STDOUT "PARALLEL_TESTING_ISOLATED=" STDERR
  "warning: no isolation here of: network,tmp,ipc. Tests that ask for it take turns"
)
string(REGEX MATCHALL "no isolation here" said "${errors}")
list(LENGTH said times)
expect_equal(${times} 1)
