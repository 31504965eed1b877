# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[lock:b]=] [=[]=])")
  parallel_discover_tests(orders_test)
  parallel_add_test(NAME plain COMMAND env)
  return()
endif()

foreach(option IN ITEMS AUTO ON OFF)
  configure(OPTIONS
    "-DCASE_LAUNCHER=${launcher}" -DPARALLEL_TESTING_LAUNCHER=${option})
  build()
  run_ctest(ARGS -V LINES "^PARALLEL_TESTING_TEST_NAME=")
endforeach()
expect_stdout([[
#1 Orders.A: Passed
#2 Orders.B: Passed
3: PARALLEL_TESTING_TEST_NAME=plain
#3 plain: Passed
100% tests passed, 0 tests failed out of 3
1: PARALLEL_TESTING_TEST_NAME=Orders.A
#1 Orders.A: Passed
2: PARALLEL_TESTING_TEST_NAME=Orders.B
#2 Orders.B: Passed
3: PARALLEL_TESTING_TEST_NAME=plain
#3 plain: Passed
100% tests passed, 0 tests failed out of 3
#1 Orders.A: Passed
#2 Orders.B: Passed
#3 plain: Passed
100% tests passed, 0 tests failed out of 3
]])
