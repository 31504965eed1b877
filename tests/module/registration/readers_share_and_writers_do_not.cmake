# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(readers_test googletest
    "parallel_case([=[R.One]=] [=[R.One]=] 7 [=[database:orders:shared]=] [=[]=])"
    "parallel_case([=[R.Two]=] [=[R.Two]=] 8 [=[database:orders:shared\;lock:own]=] [=[]=])"
  )
  # Loaded before the readers are.
  add_manifest_fake(writers_test googletest
    "parallel_case([=[W.One]=] [=[W.One]=] 7 [=[database:orders]=] [=[]=])"
    "parallel_case([=[W.Own]=] [=[W.Own]=] 8 [=[lock:own]=] [=[]=])"
  )
  parallel_discover_tests(writers_test)
  parallel_discover_tests(readers_test)
  parallel_add_test(NAME script COMMAND env MARKERS lock:fonts:shared)
  parallel_add_test(NAME printer COMMAND env MARKERS lock:fonts)
  return()
endif()

configure()
build()
load_tests()
set(orders parallel_testing_database_orders_)
function(expect_slots test slots)
  get_test(object "${test}")
  if(slots EQUAL 0 AND object MATCHES "RESOURCE_GROUPS")
    message(FATAL_ERROR "${test} has groups: ${object}")
  elseif(NOT slots EQUAL 0 AND NOT object MATCHES "\"slots\" : ${slots}[^0-9]")
    message(FATAL_ERROR "${test} has not ${slots} slots: ${object}")
  endif()
endfunction()
expect_slots(R.One 1)
expect_property(R.One RESOURCE_LOCK "")
expect_slots(R.Two 1)
expect_property(R.Two RESOURCE_LOCK own)
expect_slots(W.One 10000)
expect_property(W.One RESOURCE_LOCK database:orders)
# Nobody reads it.
expect_slots(W.Own 0)
expect_slots(script 1)
expect_slots(printer 10000)
run_ctest(ARGS -j 4 -V LINES "^CTEST_RESOURCE_GROUP_0=")
expect_stdout([[
#1 W.One: Passed
#2 W.Own: Passed
#3 R.One: Passed
#4 R.Two: Passed
5: CTEST_RESOURCE_GROUP_0=parallel_testing_lock_fonts_cc4fb164
#5 script: Passed
6: CTEST_RESOURCE_GROUP_0=parallel_testing_lock_fonts_cc4fb164
#6 printer: Passed
100% tests passed, 0 tests failed out of 6
]])

# A spec without our types: the kernel locks do without them.
file(WRITE "${build}/own.json"
  "{\"version\": {\"major\": 1, \"minor\": 0}, \"local\": []}")
run_ctest(ARGS -j 4 --resource-spec-file own.json)
expect_stdout([[
#1 W.One: Passed
#2 W.Own: Passed
#3 R.One: Passed
#4 R.Two: Passed
#5 script: Passed
#6 printer: Passed
100% tests passed, 0 tests failed out of 6
]])
