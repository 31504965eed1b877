# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How GoogleTest runs one case.
#
# Reads option_*, test_directory.

# Sets `out` to the arguments with which a program with an adapter lists its
# cases.
function(_parallel_googletest_listing_arguments out)
  set(arguments "")
  if(NOT option_test_filter STREQUAL "")
    _parallel_append_item(arguments "--gtest_filter=${option_test_filter}")
    list(APPEND arguments --gtest_also_run_disabled_tests)
  endif()
  set(${out} "${arguments}" PARENT_SCOPE)
endfunction()

# Sets `out` to the arguments of add_test() after the program. `extra` are those
# of the user.
function(_parallel_googletest_arguments out extra)
  string(CONCAT code
    " \"--gtest_filter=\${selector}\" --gtest_also_run_disabled_tests")
  if(NOT option_xml_output_dir STREQUAL "")
    _parallel_quote(xml "--gtest_output=xml:${option_xml_output_dir}/")
    string(APPEND code " \"\${xml}\"")
  endif()
  set(${out} "${code}${extra}" PARENT_SCOPE)
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

# Sets `out` to the framework as the launcher knows it.
function(_parallel_googletest_report_kind out version)
  set(${out} googletest PARENT_SCOPE)
endfunction()

# Sets `out` to what is wrong with the options; empty if nothing is.
function(_parallel_googletest_check_options out)
  set(${out} "" PARENT_SCOPE)
endfunction()

# Sets `out` to the output of a case that must not count as passed although the
# exit code is 0, where neither adapter nor launcher looks.
function(_parallel_googletest_failure_pattern out)
  set(${out} [=["\\[  SKIPPED \\]"]=] PARENT_SCOPE)
endfunction()
