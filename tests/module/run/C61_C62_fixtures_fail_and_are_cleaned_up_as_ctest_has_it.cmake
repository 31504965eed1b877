# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  foreach(kind IN ITEMS good bad)
    set(result 0)
    if(kind STREQUAL "bad")
      set(result 1)
    endif()
    parallel_add_test(NAME ${kind}_setup COMMAND sh -c "exit ${result}"
      PROPERTIES FIXTURES_SETUP ${kind})
    parallel_add_test(NAME ${kind}_user COMMAND sh -c ": > ${kind}_used"
      MARKERS lock:x PROPERTIES FIXTURES_REQUIRED ${kind})
    parallel_add_test(NAME ${kind}_failing COMMAND false
      PROPERTIES FIXTURES_REQUIRED ${kind})
    parallel_add_test(NAME ${kind}_cleanup
      COMMAND sh -c "ls *_used > ${kind}_cleaned || true" PROPERTIES
      FIXTURES_CLEANUP ${kind})
  endforeach()
  parallel_add_test(NAME other COMMAND true MARKERS lock:x)
  return()
endif()

configure()
foreach(level IN ITEMS 1 8)
  file(REMOVE "${build}/good_used" "${build}/good_cleaned"
    "${build}/bad_used" "${build}/bad_cleaned")
  run_ctest(ARGS -j ${level} RESULT fails)
  # After the last user, although one of them failed.
  file(READ "${build}/good_cleaned" seen)
  expect_equal("${seen}" "good_used\n")
  if(NOT EXISTS "${build}/bad_cleaned")
    message(FATAL_ERROR "the cleanup of a failed set-up did not run")
  endif()
  if(EXISTS "${build}/bad_used")
    message(FATAL_ERROR "a test ran although its set-up failed")
  endif()
endforeach()
expect_stdout([[
#1 good_setup: Passed
#2 good_user: Passed
#3 good_failing: ***Failed
#4 good_cleanup: Passed
#5 bad_setup: ***Failed
#6 bad_user: ***Not Run
#7 bad_failing: ***Not Run
#8 bad_cleanup: Passed
#9 other: Passed
Failed test dependencies: bad_setup
Failed test dependencies: bad_setup
56% tests passed, 4 tests failed out of 9
#1 good_setup: Passed
#2 good_user: Passed
#3 good_failing: ***Failed
#4 good_cleanup: Passed
#5 bad_setup: ***Failed
#6 bad_user: ***Not Run
#7 bad_failing: ***Not Run
#8 bad_cleanup: Passed
#9 other: Passed
Failed test dependencies: bad_setup
Failed test dependencies: bad_setup
56% tests passed, 4 tests failed out of 9
]])
