# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How GoogleTest runs one case. See CaseArguments.cmake.
#
# Reads option_*, test_directory.

function(_parallel_googletest_command prefix)
  set(${prefix}_filter "--gtest_filter=" PARENT_SCOPE)
  set(${prefix}_with_filter "--gtest_also_run_disabled_tests" PARENT_SCOPE)
  set(${prefix}_has_spec FALSE PARENT_SCOPE)
  string(CONCAT select
    " \"--gtest_filter=\${selector}\" --gtest_also_run_disabled_tests")
  if(NOT option_xml_output_dir STREQUAL "")
    string(APPEND select " \"\${xml}\"")
  endif()
  set(${prefix}_select "${select}" PARENT_SCOPE)
  set(${prefix}_reporter "" PARENT_SCOPE)
  set(${prefix}_output "" PARENT_SCOPE)
  # It was skipped.
  set(${prefix}_failure [=["\\[  SKIPPED \\]"]=] PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the report of a case; empty
# if there are no reports.
function(_parallel_googletest_report_code out)
  set(${out} "" PARENT_SCOPE)
  if(option_xml_output_dir STREQUAL "")
    return()
  endif()
  cmake_path(
    ABSOLUTE_PATH option_xml_output_dir
    BASE_DIRECTORY "${test_directory}" NORMALIZE OUTPUT_VARIABLE place
  )
  _parallel_quote(place "${place}")
  _parallel_quote(prefix "${option_test_prefix}")
  _parallel_quote(suffix "${option_test_suffix}")
  _parallel_quote(before "--gtest_output=xml:${option_xml_output_dir}/")
  string(CONCAT code
    "  set(xml \"\${name}\")\n"
    "  if(NOT \"\${ARGV5}\" STREQUAL \"\")\n"
    "    set(xml \"\${ARGV5}\")\n"
    "  endif()\n"
    "  string(CONCAT xml ${prefix} \"\${xml}\" ${suffix})\n"
    "  _parallel_report_name(xml ${place} \"\${xml}\" \"\${test}\")\n"
    "  string(CONCAT xml ${before} \"\${xml}\" .xml)\n"
  )
  set(${out} "${code}" PARENT_SCOPE)
endfunction()
