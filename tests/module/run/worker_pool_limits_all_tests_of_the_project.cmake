# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[threads:2]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[threads:64]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  add_test(NAME plain COMMAND sh -c "env | grep ^CTEST_RESOURCE" "a;b" "")
  add_test(NAME own COMMAND sh -c "env | grep ^CTEST_RESOURCE")
  set_tests_properties(own PROPERTIES RESOURCE_GROUPS "2,parallel_testing_worker:1")
  return()
endif()

configure()
build()
set(ENV{PARALLEL_TESTING_JOBS} 3)
run_ctest(ARGS -V -j 64 LINES "^PARALLEL_TESTING_WORKER_COUNT=")
expect_stdout([[
1: PARALLEL_TESTING_WORKER_COUNT=3
#1 Orders.A: Passed
2: PARALLEL_TESTING_WORKER_COUNT=3
#2 Orders.B: Passed
#3 plain: Passed
#4 own: Passed
100% tests passed, 0 tests failed out of 4
]])
# Ids are dense: two tests never hold one at the same time, and one test alone
# holds the first.
run_ctest(ARGS -V -R plain)
expect_stdout([[
#3 plain: Passed
100% tests passed, 0 tests failed out of 1
]])
run_ctest(ARGS -V -R own)
expect_stdout([[
#4 own: Passed
100% tests passed, 0 tests failed out of 1
]])
file(GLOB spec "${build}/Testing/ParallelTesting/resources-*.json")
file(READ "${spec}" spec)
string(JSON count LENGTH "${spec}" local 0 parallel_testing_worker)
expect_equal("${count}" 3)

set(ENV{PARALLEL_TESTING_JOBS} 12)
run_ctest(ARGS -V -j 64 -R plain)
expect_stdout([[
#3 plain: Passed
100% tests passed, 0 tests failed out of 1
]])
