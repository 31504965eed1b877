# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How Boost.Test runs one case.
#
# Reads option_*, test_directory.

# Sets `out` to the arguments with which a program with an adapter lists its
# cases. Without a filter, it also lists disabled ones.
function(_parallel_boost_test_listing_arguments out)
  set(arguments "${option_test_spec}")
  if(NOT option_test_filter STREQUAL "")
    _parallel_append_item(arguments "--run_test=${option_test_filter}")
  endif()
  set(${out} "${arguments}" PARENT_SCOPE)
endfunction()

# Sets `out` to the arguments of add_test() after the program. `extra` are those
# of the user.
function(_parallel_boost_test_arguments out extra)
  set(code " \"--run_test=\${selector}\"${extra}")
  if(NOT option_reporter STREQUAL "")
    _parallel_quote(reporter "--log_format=${option_reporter}")
    string(APPEND code " ${reporter}")
  endif()
  if(NOT option_output_dir STREQUAL "")
    string(APPEND code " \"--log_sink=\${output}\"")
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the report of a case; empty
# if there are no reports.
function(_parallel_boost_test_report_code out)
  _parallel_output_file_code(code)
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the framework as the launcher knows it.
function(_parallel_boost_test_report_kind out version)
  set(${out} boost_test PARENT_SCOPE)
endfunction()

# Sets `out` to what is wrong with the options; empty if nothing is. A listing
# by Boost.Test itself has all cases, whatever its filters are.
function(_parallel_boost_test_check_options out)
  set(${out} "" PARENT_SCOPE)
  if(NOT option_adapter
     AND NOT "${option_test_filter}${option_test_spec}" STREQUAL "")
    set(${out}
      "TEST_FILTER and TEST_SPEC require an adapter with Boost.Test\n  remedy: link ParallelTesting::boost_test to ${option_target}"
      PARENT_SCOPE
    )
  endif()
endfunction()

# Sets `out` to the output of a case that must not count as passed although the
# exit code is 0, where neither adapter nor launcher looks: it was skipped.
function(_parallel_boost_test_failure_pattern out)
  set(${out} [=["is skipped because"]=] PARENT_SCOPE)
endfunction()
