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
  _parallel_case_arguments(arguments ${framework} "${extra}")
  set(${out} "${code}${arguments}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the report of a case: the
# name of the test, as far as file names allow it; empty if the call requests none.
function(_parallel_report_code out framework)
  if(COMMAND _parallel_${framework}_report_code)
    cmake_language(CALL _parallel_${framework}_report_code code)
  else()
    _parallel_output_file_code(code)
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the name of the output file of a case,
# `output`; empty if the call requests none.
function(_parallel_output_file_code out)
  set(${out} "" PARENT_SCOPE)
  if(option_output_dir STREQUAL "")
    return()
  endif()
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
  string(CONCAT code
    "  string(REPLACE / _ output \"\${test}\")\n"
    "  _parallel_report_name("
    "output ${place} \"\${output}\" \"\${test}\")\n"
    "  string(CONCAT output ${before} \"\${output}\" ${after})\n"
  )
  set(${out} "${code}" PARENT_SCOPE)
endfunction()
