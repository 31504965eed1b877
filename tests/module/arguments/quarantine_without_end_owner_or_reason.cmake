# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test)
  if(ARGUMENTS MATCHES "^TESTS")
    parallel_add_test(NAME bare COMMAND orders_test LAUNCHER OFF)
    parallel_quarantine(${ARGUMENTS})
  endif()
  parallel_quarantine(orders_test ${ARGUMENTS})
  return()
endif()

# Sets the problem of a call with these arguments.
function(expect_problem arguments)
  configure(OPTIONS "-DARGUMENTS=${arguments}" RESULT 1)
  list(JOIN ARGN "\n" lines)
  expect_stderr("CMake Error at <case>:9 (parallel_quarantine):\n${lines}\n")
endfunction()

set(example
  "  for example: UNTIL 2027-03-01 OWNER \"storage team\" REASON \"issue 1234\"")
foreach(keyword IN ITEMS UNTIL OWNER REASON)
  set(arguments "A.*;UNTIL;2027-03-01;OWNER;me;REASON;why")
  string(REGEX REPLACE ";${keyword};[^;]+" "" arguments "${arguments}")
  expect_problem("${arguments}"
    "  parallel_quarantine(orders_test): ${keyword} is required: a quarantine has an end, an owner and a reason"
    "" "  ${example}"
  )
endforeach()
expect_problem("UNTIL;2027-03-01;OWNER;me;REASON;why"
  "  parallel_quarantine(orders_test): write which tests are in quarantine, for example \"Orders.*\"")
expect_problem("A.*;UNTIL;2027-02-29;OWNER;me;REASON;why"
  "  parallel_quarantine(orders_test): UNTIL '2027-02-29' is not a date"
  "" "    form: <year>-<month>-<day>, for example 2027-03-01")
expect_problem("A.*;UNTIL;2027-03-01;OWNER;me;REASN;why"
  "  parallel_quarantine(orders_test): unknown argument 'REASN', did you mean 'REASON'?")
configure(
  OPTIONS "-DARGUMENTS=TESTS;bare;UNTIL;2027-03-01;OWNER;me;REASON;why" RESULT 1)
expect_stderr([[
CMake Error at <case>:7 (parallel_quarantine):
  parallel_quarantine: 'bare' is not a test that the launcher runs; name a test that parallel_add_test() has added in this directory, without LAUNCHER OFF
]])
configure(OPTIONS "-DARGUMENTS=TESTS;UNTIL;2027-03-01;OWNER;me;REASON;why" RESULT 1)
expect_stderr([[
CMake Error at <case>:7 (parallel_quarantine):
  parallel_quarantine: write the name of a test after TESTS
]])
