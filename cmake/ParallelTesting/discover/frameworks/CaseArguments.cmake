# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The arguments with which programs list and run cases. They have one form for all
# frameworks: _parallel_<name>_command(prefix), in the folder of a framework,
# sets what differs:
#   <prefix>_filter       the option of TEST_FILTER in a listing; empty if there is
#                         none
#   <prefix>_with_filter  further arguments of a listing with TEST_FILTER
#   <prefix>_has_spec     TRUE if TEST_SPEC has arguments of a listing
#   <prefix>_select       code of the arguments that select a case
#   <prefix>_reporter     the option of REPORTER. A value that is a separate
#                         argument follows a blank
#   <prefix>_output       the same for the file in OUTPUT_DIR
#   <prefix>_failure      code of a regular expression: output of a case that must
#                         not count as passed although the exit code is 0, where
#                         neither adapter nor launcher looks; empty if there is
#                         none
# A framework may also have these functions:
#   _parallel_<name>_check_options(out)  sets `out` to what is wrong with the
#                                        options; empty if nothing is
#   _parallel_<name>_report_code(out)    sets `out` to the commands that compute
#                                        the name of the report of a case
#
# Reads option_*, test_directory.

# Sets `out` to the arguments with which a program with an adapter lists its
# cases.
function(_parallel_listing_arguments out framework)
  cmake_language(CALL _parallel_${framework}_command its)
  set(arguments "")
  if(its_has_spec)
    set(arguments "${option_test_spec}")
  endif()
  if(NOT option_test_filter STREQUAL "" AND NOT its_filter STREQUAL "")
    _parallel_append_item(arguments "${its_filter}${option_test_filter}")
    list(APPEND arguments ${its_with_filter})
  endif()
  set(${out} "${arguments}" PARENT_SCOPE)
endfunction()

# Sets `out` to the arguments of add_test() after the program. `extra` are those
# of the user.
function(_parallel_case_arguments out framework extra)
  cmake_language(CALL _parallel_${framework}_command its)
  set(code "${its_select}${extra}")
  if(NOT option_reporter STREQUAL "" AND NOT its_reporter STREQUAL "")
    _parallel_option_code(reporter "${its_reporter}" "${option_reporter}")
    string(APPEND code " ${reporter}")
  endif()
  if(NOT option_output_dir STREQUAL "" AND NOT its_output STREQUAL "")
    if(its_output MATCHES " $")
      string(APPEND code " ${its_output}\"\${output}\"")
    else()
      string(APPEND code " \"${its_output}\${output}\"")
    endif()
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the code of an option with its value.
function(_parallel_option_code out option value)
  if(option MATCHES "^(.*) $")
    set(name "${CMAKE_MATCH_1}")
    _parallel_quote(value "${value}")
    set(${out} "${name} ${value}" PARENT_SCOPE)
  else()
    _parallel_quote(code "${option}${value}")
    set(${out} "${code}" PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to the code of the regular expression of failures.
function(_parallel_failure_code out framework)
  cmake_language(CALL _parallel_${framework}_command its)
  set(${out} "${its_failure}" PARENT_SCOPE)
endfunction()

# Sets `out` to the framework as the launcher knows it.
function(_parallel_report_kind out framework version)
  set(kind ${framework})
  if(version MATCHES "^([0-9]+)")
    string(APPEND kind "-v${CMAKE_MATCH_1}")
  endif()
  set(${out} "${kind}" PARENT_SCOPE)
endfunction()

# Sets `out` to the text that a listing is not one of the framework: `how` is
# what the program does not do.
function(_parallel_no_listing_text out framework how output)
  _parallel_framework_row(row ${framework})
  string(CONCAT failure
    "the executable does not ${how}\n"
    "  executable: ${option_executable}\n"
    "  remedy: link ParallelTesting::${row_adapter}, or let main() pass its "
    "arguments to ${row_title}"
  )
  _parallel_append_output(failure "${output}")
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()

# Lists the cases of a program whose listing is one text: runs it with the
# further arguments, and takes what the first part of `pattern` in parentheses
# matches for the version, and the second one for the cases, which `convert` adds
# to the manifest. Sets `out` and `is_found` as the function of a framework does.
# Frameworks print listings on stdout or stderr.
function(_parallel_list_by_pattern out is_found manifest framework pattern
         convert)
  # ARGN would split an argument at its semicolons.
  set(arguments "")
  set(index 6)
  while(index LESS ARGC)
    _parallel_append_item(arguments "${ARGV${index}}")
    math(EXPR index "${index} + 1")
  endwhile()
  _parallel_run_listing(listing "" option_discovery_extra_args ${arguments})
  set(${is_found} FALSE PARENT_SCOPE)
  set(failure "${listing_failure}")
  if(failure STREQUAL "")
    set(text "${listing_errors}${listing_output}")
    if(text MATCHES "${pattern}")
      set(${is_found} TRUE PARENT_SCOPE)
      set(cases "${CMAKE_MATCH_2}")
      string(STRIP "1 ${framework} ${CMAKE_MATCH_1}" head)
      _parallel_start_manifest("${head}")
      cmake_language(CALL ${convert} "${cases}")
      _parallel_finish_manifest("${manifest}")
    else()
      _parallel_framework_row(row ${framework})
      _parallel_no_listing_text(failure ${framework}
        "list its cases as ${row_title} does" "${text}")
    endif()
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()
