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
  run_ctest(ARGS -j ${level} RESULT fails
    STDERR "Errors while running CTest"
    STDOUT
      "bad_user (Not Run)" "bad_failing (Not Run)" "bad_setup (Failed)"
      "good_failing (Failed)" "56% tests passed, 4 tests failed out of 9"
  )
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
