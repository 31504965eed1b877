# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Generates the code that gives a case its command and its report.
#
# Reads option_*, test_directory.

# Sets `out` to the command that sets `variable` to the absolute form of `path`.
# A path inside the build tree is relative to the generated file, so that the
# tree can be moved.
function(_parallel_path_code out variable path base)
  cmake_path(GET base PARENT_PATH directory)
  _parallel_relocate(tree "${option_binary_dir}/.")
  string(REGEX REPLACE "\\.$" "" tree "${tree}")
  string(FIND "${path}/" "${tree}" at)
  if(at EQUAL 0)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY "${directory}")
    _parallel_quote(path "/${path}")
    set(code "string(CONCAT ${variable} \"\${_parallel_here}\" ${path})\n")
    string(APPEND code "cmake_path(NORMAL_PATH ${variable})\n")
  else()
    _parallel_quote(path "${path}")
    set(code "set(${variable} ${path})\n")
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the arguments of add_test() after the name of the test.
function(_parallel_command_code out framework)
  _parallel_quote_items(code option_launcher)
  string(APPEND code " \"\${_parallel_executable}\"")
  _parallel_quote_items(extra option_extra_args)
  if(framework STREQUAL "googletest")
    string(APPEND code
      " \"--gtest_filter=\${selector}\" --gtest_also_run_disabled_tests")
    if(NOT option_xml_output_dir STREQUAL "")
      _parallel_quote(xml "--gtest_output=xml:${option_xml_output_dir}/")
      string(APPEND code " \"\${xml}\"")
    endif()
    string(APPEND code "${extra}")
  else()
    string(APPEND code " \"\${selector}\"${extra}")
    if(NOT option_reporter STREQUAL "")
      _parallel_quote(reporter "${option_reporter}")
      string(APPEND code " --reporter ${reporter}")
    endif()
    if(NOT option_output_dir STREQUAL "")
      string(APPEND code " --out \"\${output}\"")
    endif()
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the report of a case: the
# name of the test, as far as file names allow it.
function(_parallel_report_code out framework)
  set(code "")
  if(framework STREQUAL "googletest"
     AND NOT option_xml_output_dir STREQUAL "")
    cmake_path(
      ABSOLUTE_PATH option_xml_output_dir
      BASE_DIRECTORY "${test_directory}" NORMALIZE OUTPUT_VARIABLE place
    )
    _parallel_quote(place "${place}")
    _parallel_quote(prefix "${option_test_prefix}")
    _parallel_quote(suffix "${option_test_suffix}")
    _parallel_quote(before "--gtest_output=xml:${option_xml_output_dir}/")
    set(code
      "  set(xml \"\${name}\")\n"
      "  if(NOT \"\${ARGV5}\" STREQUAL \"\")\n"
      "    set(xml \"\${ARGV5}\")\n"
      "  endif()\n"
      "  string(CONCAT xml ${prefix} \"\${xml}\" ${suffix})\n"
      "  _parallel_report_name(xml ${place} \"\${xml}\" \"\${test}\")\n"
      "  string(CONCAT xml ${before} \"\${xml}\" .xml)\n"
    )
  elseif(framework STREQUAL "catch2" AND NOT option_output_dir STREQUAL "")
    cmake_path(
      ABSOLUTE_PATH option_output_dir
      BASE_DIRECTORY "${test_directory}" NORMALIZE
    )
    file(MAKE_DIRECTORY "${option_output_dir}")
    _parallel_quote(before "${option_output_dir}/${option_output_prefix}")
    _parallel_quote(after "${option_output_suffix}")
    # Everything but the name.
    _parallel_quote(place
      "${option_output_dir}/${option_output_prefix}*${option_output_suffix}")
    set(code
      "  string(REPLACE / _ output \"\${test}\")\n"
      "  _parallel_report_name("
      "output ${place} \"\${output}\" \"\${test}\")\n"
      "  string(CONCAT output ${before} \"\${output}\" ${after})\n"
    )
  endif()
  string(CONCAT code ${code})
  set(${out} "${code}" PARENT_SCOPE)
endfunction()
