# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
set(script "trap 'echo tidied up; exit 0' TERM; while :; do sleep 0.05; done")
if(IN_PROJECT)
  parallel_add_test(NAME slow COMMAND sh -c "${script}" MARKERS timeout:0.3)
  parallel_add_test(NAME property COMMAND sh -c "${script}")
  set_tests_properties(property PROPERTIES TIMEOUT 0.3)
  parallel_add_test(NAME option COMMAND sh -c "${script}")
  parallel_add_test(
    NAME deaf COMMAND sh -c "trap '' TERM; while :; do sleep 1; done"
    MARKERS timeout:0.3 grace:0.2
  )
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/case.sh" "${script}\n")
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[supervised;timeout:0.3]=] [=[]=])")
  file(APPEND "${CMAKE_CURRENT_BINARY_DIR}/orders_test.sh" "")
  parallel_discover_tests(orders_test)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
foreach(test IN ITEMS slow property)
  run_ctest(
    ARGS -V -R "^${test}$" RESULT 8 LINES "^(tidied|parallel-testing:)")
endforeach()
expect_stdout([[
2: parallel-testing: stacks of 'slow' after 0.3 s:
2: tidied up
2: parallel-testing: kept <temp>
2: parallel-testing: stopped 'slow' after 0.3 s (timeout <test id>)
#2 slow: ***Timeout
0% tests passed, 1 tests failed out of 1
3: parallel-testing: stacks of 'property' after 0.3 s:
3: tidied up
3: parallel-testing: kept <temp>
3: parallel-testing: stopped 'property' after 0.3 s (timeout <test id>)
#3 property: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
run_ctest(
  ARGS -V -R "^option$" --timeout 1 RESULT 8 LINES "^(tidied|parallel-testing:)")
expect_stdout([[
4: parallel-testing: stacks of 'option' after 1 s:
4: tidied up
4: parallel-testing: kept <temp>
4: parallel-testing: stopped 'option' after 1 s (timeout <test id>)
#4 option: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
run_ctest(
  ARGS -V -R "^deaf$" RESULT 8 LINES "^(tidied|parallel-testing:)")
expect_stdout([[
5: parallel-testing: stacks of 'deaf' after 0.3 s:
5: parallel-testing: kept <temp>
5: parallel-testing: stopped 'deaf' after 0.3 s (timeout <test id>)
#5 deaf: ***Timeout
0% tests passed, 1 tests failed out of 1
]])
