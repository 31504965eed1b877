# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How Boost.Test runs one case. See CaseArguments.cmake.
#
# Reads option_*, test_directory.

function(_parallel_boost_test_command prefix)
  # Without a filter, the listing also has disabled cases.
  set(${prefix}_filter "--run_test=" PARENT_SCOPE)
  set(${prefix}_with_filter "" PARENT_SCOPE)
  set(${prefix}_has_spec TRUE PARENT_SCOPE)
  set(${prefix}_select " \"--run_test=\${selector}\"" PARENT_SCOPE)
  set(${prefix}_reporter "--log_format=" PARENT_SCOPE)
  set(${prefix}_output "--log_sink=" PARENT_SCOPE)
  # It was skipped.
  set(${prefix}_failure [=["is skipped because"]=] PARENT_SCOPE)
endfunction()

# A listing by Boost.Test itself has all cases, whatever its filters are.
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
