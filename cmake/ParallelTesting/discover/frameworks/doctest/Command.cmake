# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How doctest runs one case.
#
# Reads option_*, test_directory.

# Sets `out` to the arguments with which a program with an adapter lists its
# cases.
function(_parallel_doctest_listing_arguments out)
  set(arguments "${option_test_spec}")
  if(NOT option_test_filter STREQUAL "")
    _parallel_append_item(arguments "--test-case=${option_test_filter}")
  endif()
  set(${out} "${arguments}" PARENT_SCOPE)
endfunction()

# Sets `out` to the arguments of add_test() after the program. `extra` are those
# of the user.
function(_parallel_doctest_arguments out extra)
  string(CONCAT code
    " \"--test-case=\${selector}\" --case-sensitive --no-skip${extra}")
  if(NOT option_reporter STREQUAL "")
    _parallel_quote(reporter "--reporters=${option_reporter}")
    string(APPEND code " ${reporter}")
  endif()
  if(NOT option_output_dir STREQUAL "")
    string(APPEND code " \"--out=\${output}\"")
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the report of a case; empty
# if there are no reports.
function(_parallel_doctest_report_code out)
  _parallel_output_file_code(code)
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the framework as the launcher knows it.
function(_parallel_doctest_report_kind out version)
  set(${out} doctest PARENT_SCOPE)
endfunction()

# Sets `out` to what is wrong with the options; empty if nothing is.
function(_parallel_doctest_check_options out)
  set(${out} "" PARENT_SCOPE)
endfunction()

# Sets `out` to the output of a case that must not count as passed although the
# exit code is 0, where neither adapter nor launcher looks: no case was selected.
function(_parallel_doctest_failure_pattern out)
  set(${out} [=["test cases: +0 [|]"]=] PARENT_SCOPE)
endfunction()
