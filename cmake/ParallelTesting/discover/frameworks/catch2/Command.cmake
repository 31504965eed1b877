# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How Catch2 runs one case.
#
# Reads option_*, test_directory.

# Sets `out` to the arguments with which a program with an adapter lists its
# cases.
function(_parallel_catch2_listing_arguments out)
  set(${out} "${option_test_spec}" PARENT_SCOPE)
endfunction()

# Sets `out` to the arguments of add_test() after the program. `extra` are those
# of the user.
function(_parallel_catch2_arguments out extra)
  set(code " \"\${selector}\"${extra}")
  if(NOT option_reporter STREQUAL "")
    _parallel_quote(reporter "${option_reporter}")
    string(APPEND code " --reporter ${reporter}")
  endif()
  if(NOT option_output_dir STREQUAL "")
    string(APPEND code " --out \"\${output}\"")
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the report of a case; empty
# if there are no reports.
function(_parallel_catch2_report_code out)
  _parallel_output_file_code(code)
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the framework as the launcher knows it.
function(_parallel_catch2_report_kind out version)
  string(REGEX REPLACE "[.].*" "" major "${version}")
  set(${out} catch2-v${major} PARENT_SCOPE)
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

# Sets `out` to the output of a case that must not count as passed although the
# exit code is 0, where neither adapter nor launcher looks.
function(_parallel_catch2_failure_pattern out)
  set(${out} "" PARENT_SCOPE)
endfunction()
