# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How Catch2 runs one case. See CaseArguments.cmake.
#
# Reads option_*, test_directory.

function(_parallel_catch2_command prefix)
  set(${prefix}_filter "" PARENT_SCOPE)
  set(${prefix}_with_filter "" PARENT_SCOPE)
  set(${prefix}_has_spec TRUE PARENT_SCOPE)
  set(${prefix}_select " \"\${selector}\"" PARENT_SCOPE)
  set(${prefix}_reporter "--reporter " PARENT_SCOPE)
  set(${prefix}_output "--out " PARENT_SCOPE)
  set(${prefix}_failure "" PARENT_SCOPE)
endfunction()

# Sets `out` to what is wrong with the options; empty if nothing is.
function(_parallel_catch2_check_options out)
  set(${out} "" PARENT_SCOPE)
  if(option_reporter STREQUAL "")
    return()
  endif()
  _parallel_run_listing(listing "^[0-9]+$" "" --list-reporters)
  string(REGEX REPLACE "::.*" "" name "${option_reporter}")
  string(TOLOWER "${name}" wanted)
  string(REGEX MATCHALL "\n  [A-Za-z0-9_-]+:" names "\n${listing_output}")
  list(TRANSFORM names REPLACE "^\n  (.*):$" "\\1")
  string(TOLOWER "${names}" lower)
  if(listing_failure STREQUAL "" AND names AND NOT wanted IN_LIST lower)
    list(JOIN names " | " names)
    set(${out}
      "REPORTER cannot be '${name}'\n  allowed: ${names}" PARENT_SCOPE)
  endif()
endfunction()
