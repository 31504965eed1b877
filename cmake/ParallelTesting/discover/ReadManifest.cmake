# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reads a manifest once, at discovery: checks it, and collects each distinct
# list of markers. If the manifest has a parallel_marked(), only that is run.
#
# Reads option_*, mark_*, base, call_name, distribution.
include("${CMAKE_CURRENT_LIST_DIR}/MarkerLists.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/TagNotes.cmake")

# Called by the options file for each glob of parallel_mark_tests(). Sets
# mark_count, and mark_<index>_glob, _regex, _markers, _file, _dist, _isolated
# ("isolated" or nothing), _call (the name of the function) and _private: an item
# of the list of markers that stands for a private working directory, as
# lib/src/discovery/distribution.hpp expects it, or for a quarantine, or nothing.
set(mark_count 0)
function(parallel_mark glob markers file dist isolated private visible)
  # All characters except the two wildcards are literal, and so are those after
  # a backslash.
  string(ASCII 1 star)
  string(ASCII 2 question)
  string(REPLACE "\\*" "${star}" regex "${glob}")
  string(REPLACE "\\?" "${question}" regex "${regex}")
  string(REGEX REPLACE "([][.^$+()|\\])" "\\\\\\1" regex "${regex}")
  string(REPLACE "*" ".*" regex "${regex}")
  string(REPLACE "?" "." regex "${regex}")
  string(REPLACE "${star}" "\\*" regex "${regex}")
  string(REPLACE "${question}" "\\?" regex "${regex}")
  if(NOT private STREQUAL "")
    set_property(GLOBAL PROPERTY _parallel_visible_${private} "${visible}")
    # All cases of this call are private anyway, so they may share processes.
    if(option_private STREQUAL "")
      string(PREPEND private "=private")
    else()
      string(PREPEND private "=visible")
    endif()
  endif()
  set(mark_${mark_count}_private "${private}" PARENT_SCOPE)
  set(mark_${mark_count}_glob "${glob}" PARENT_SCOPE)
  set(mark_${mark_count}_regex "^${regex}$" PARENT_SCOPE)
  set(mark_${mark_count}_markers "${markers}" PARENT_SCOPE)
  set(mark_${mark_count}_file "${file}" PARENT_SCOPE)
  set(mark_${mark_count}_dist "${dist}" PARENT_SCOPE)
  set(mark_${mark_count}_isolated "${isolated}" PARENT_SCOPE)
  set(mark_${mark_count}_call parallel_mark_tests PARENT_SCOPE)
  math(EXPR count "${mark_count} + 1")
  set(mark_count ${count} PARENT_SCOPE)
endfunction()

# Called by the options file for each glob of parallel_quarantine(): a mark with
# the item `=quarantine<index>`, which no other list of markers has. Each of these
# cases has its own process, because only the launcher sees how a process ends.
function(parallel_quarantined glob file value)
  set_property(GLOBAL PROPERTY _parallel_quarantine_${mark_count} "${value}")
  set(index ${mark_count})
  parallel_mark("${glob}" "" "${file}" load "" "" "")
  foreach(name IN ITEMS private glob regex markers file dist isolated)
    set(mark_${index}_${name} "${mark_${index}_${name}}" PARENT_SCOPE)
  endforeach()
  set(mark_${index}_private "=quarantine${index}" PARENT_SCOPE)
  set(mark_${index}_call parallel_quarantine PARENT_SCOPE)
  set(mark_count ${mark_count} PARENT_SCOPE)
endfunction()

# Sets `out` to whether a mark gives cases a private working directory.
function(_parallel_find_private_marks out)
  set(found FALSE)
  if(mark_count GREATER 0)
    math(EXPR last "${mark_count} - 1")
    foreach(index RANGE ${last})
      if(mark_${index}_private MATCHES "^=(private|visible)")
        set(found TRUE)
      endif()
    endforeach()
  endif()
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# Reads the manifest. Reads the variables of _parallel_check_manifest() with
# this prefix: <prefix>_framework, <prefix>_case_count, <prefix>_marked_is_known
# and <prefix>_marked_code. Sets
#   <prefix>_failure        why it cannot be right, or empty
#   <prefix>_problems       what is wrong with markers, as one text, or empty
#   <prefix>_notes          notes for the user, or empty
#   <prefix>_property_code  commands that set the properties of marker lists in
#                           ctest
#   <prefix>_mark_code      commands that set in ctest which cases have which list
#                           because of parallel_mark_tests()
#   <prefix>_reads          keys of the locks that some case only reads
#   <prefix>_bound          commands for the cases that wait for others
#   <prefix>_isolates       commands for the isolation that some case requests
function(_parallel_read_manifest prefix manifest)
  set(framework "${${prefix}_framework}")
  set(marked_is_known "${${prefix}_marked_is_known}")
  set(style strict)
  _parallel_framework_row(row ${framework})
  if(row_has_tags)
    set(style tags)
    if(option_add_tags_as_labels)
      set(style labels)
    endif()
    if(option_tags_are_not_markers)
      string(PREPEND style free_)
    endif()
  endif()
  set_property(GLOBAL PROPERTY _parallel_style ${style})
  foreach(name IN ITEMS
    problems notes property_code mark_code reads bound isolates case_markers
    hints known namesakes
  )
    set_property(GLOBAL PROPERTY "_parallel_${name}" "")
  endforeach()
  # If the whole target is marked, or cases by name, cases without marks count
  # as well.
  set(all_are_bound FALSE)
  if(NOT option_markers STREQUAL "")
    _parallel_add_marker_list(problem "")
    get_property(bound GLOBAL PROPERTY "_parallel_bound_")
    if(NOT "${bound}" STREQUAL "|")
      set(all_are_bound TRUE)
    endif()
  endif()
  set(reads_all FALSE)
  if(mark_count GREATER 0 OR all_are_bound OR NOT marked_is_known)
    set(reads_all TRUE)
  endif()
  # With a distribution, the writer of the manifest has applied them.
  if(marked_is_known AND distribution)
    set(reads_all FALSE)
  endif()
  _parallel_define_reader(${reads_all})
  set(${prefix}_failure "" PARENT_SCOPE)
  if(NOT reads_all)
    cmake_language(EVAL CODE "${${prefix}_marked_code}")
    if(all_are_bound)
      _parallel_index_unmarked("${manifest}")
    endif()
  else()
    include("${manifest}")
    _parallel_check_case_names(failure "${manifest}" ${${prefix}_case_count})
    set(${prefix}_failure "${failure}" PARENT_SCOPE)
  endif()
  _parallel_check_marks()
  _parallel_explain_namesakes("${framework}")
  if(style MATCHES "^(tags|labels)$")
    _parallel_note_tags()
  endif()

  get_property(problems GLOBAL PROPERTY _parallel_problems)
  if(NOT problems STREQUAL "")
    set(problems "the markers of the tests are wrong${problems}")
  endif()
  set(${prefix}_problems "${problems}" PARENT_SCOPE)
  foreach(name IN ITEMS
    notes property_code mark_code reads bound isolates
  )
    get_property(value GLOBAL PROPERTY _parallel_${name})
    set(${prefix}_${name} "${value}" PARENT_SCOPE)
  endforeach()
endfunction()

# Finds equal names and missing cases after all of the manifest was run in the
# calling function. Sets `out` to why the manifest cannot be right; empty if it
# can.
function(_parallel_check_case_names out manifest case_count)
  set(${out} "" PARENT_SCOPE)
  # Each name has become a variable, so all names can be counted at once.
  get_cmake_property(variables VARIABLES)
  string(LENGTH "${variables}" before)
  string(REPLACE ";_parallel_seen_" "" variables "${variables}")
  string(LENGTH "${variables}" after)
  string(LENGTH ";_parallel_seen_" each)
  math(EXPR seen "(${before} - ${after}) / ${each}")
  if(NOT seen EQUAL case_count)
    _parallel_count_calls(calls "${manifest}" parallel_case)
    if(calls EQUAL case_count)
      _parallel_find_equal_names("${manifest}")
    else()
      set(${out}
        "the manifest has only ${calls} of the ${case_count} cases that it announces"
        PARENT_SCOPE
      )
    endif()
  endif()
endfunction()

# Defines the commands of a manifest. If all of it is run, parallel_marked()
# does nothing. They set _parallel_file to the source of the following cases, in
# the scope that runs the manifest, and _parallel_seen_<name>.
function(_parallel_define_reader reads_all)
  function(parallel_manifest)
  endfunction()
  function(parallel_file file)
    set(_parallel_file "${file}" PARENT_SCOPE)
  endfunction()
  function(parallel_names)
  endfunction()
  if(reads_all)
    function(parallel_marked)
    endfunction()
  else()
    function(parallel_marked calls)
      cmake_language(EVAL CODE "${calls}")
    endfunction()
  endif()
  function(parallel_marked_case name line markers selector)
    _parallel_use_marker_list("${name}" "${line}" "${markers}" "${selector}")
  endfunction()
  function(parallel_marked_member name line markers)
    _parallel_use_marker_list("${name}" "${line}" "${markers}" "")
  endfunction()
  # Problems with its markers are reported for the cases from which it has them.
  function(parallel_marked_unit selector markers)
    get_property(known GLOBAL PROPERTY "_parallel_list_${markers}")
    if(NOT known)
      _parallel_add_marker_list(problem "${markers}")
    endif()
    _parallel_add_to_index("${markers}" "${selector}")
  endfunction()
  function(parallel_shared_case name count)
    _parallel_note_namesakes("${name}" ${count})
  endfunction()
  function(parallel_matched_mark index)
    set_property(GLOBAL PROPERTY _parallel_mark_matched_${index} TRUE)
  endfunction()
  function(parallel_mark_by_shown_name index framework_name)
    _parallel_note_shown_match(${index} "${framework_name}")
  endfunction()
  function(parallel_ambiguous_mark index framework_name shown_name)
    set_property(
      GLOBAL PROPERTY _parallel_mark_as_shown_${index} "${framework_name}")
    set_property(
      GLOBAL PROPERTY _parallel_mark_as_called_${index} "${shown_name}")
  endfunction()
  function(parallel_manifest_end)
  endfunction()
  function(parallel_problem file line text)
    _parallel_add_problem("${text}" "${file}" "${line}")
  endfunction()

  if(mark_count EQUAL 0)
    function(parallel_case name selector line markers flags)
      set("_parallel_seen_${name}" 1 PARENT_SCOPE)
      if(flags MATCHES "cases:([0-9]+)")
        _parallel_note_namesakes("${name}" ${CMAKE_MATCH_1})
      endif()
      if(NOT "${markers}${option_markers}" STREQUAL "")
        _parallel_use_marker_list(
          "${name}" "${line}" "${markers}" "${selector}")
      endif()
    endfunction()
  else()
    function(parallel_case name selector line markers flags)
      set("_parallel_seen_${name}" 1 PARENT_SCOPE)
      if(flags MATCHES "cases:([0-9]+)")
        _parallel_note_namesakes("${name}" ${CMAKE_MATCH_1})
      endif()
      _parallel_apply_marks(markers "${name}" "${ARGV5}")
      if(NOT "${markers}${option_markers}" STREQUAL "")
        _parallel_use_marker_list(
          "${name}" "${line}" "${markers}" "${selector}")
      endif()
    endfunction()
  endif()
endfunction()

# Records that one test runs `count` cases.
function(_parallel_note_namesakes name count)
  string(REPLACE "\n" "\\n" name "${name}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_namesakes "\n  ${name}: ${count} cases")
endfunction()

# Adds a note about the cases that are one test.
function(_parallel_explain_namesakes framework)
  get_property(namesakes GLOBAL PROPERTY _parallel_namesakes)
  if(NOT namesakes STREQUAL "")
    set(what "test cases that ${framework} cannot tell apart are one test")
    set(remedy "rename them")
    if(NOT framework STREQUAL "googletest")
      _parallel_framework_row(row ${framework})
      string(APPEND remedy ", or link ParallelTesting::${row_adapter}")
    endif()
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_notes
      "note: ${option_call}: ${what}${namesakes}\n  remedy: ${remedy}\n"
    )
  endif()
endfunction()

# Finds cases with names that an earlier case has.
function(_parallel_find_equal_names manifest)
  function(parallel_case name selector line)
    if(DEFINED "_parallel_first_${name}")
      _parallel_add_problem(
        "${name}: a second test case has this name" "${_parallel_file}" ${line}
      )
    endif()
    set("_parallel_first_${name}" 1 PARENT_SCOPE)
  endfunction()
  function(parallel_problem)
  endfunction()
  include("${manifest}")
endfunction()

# Appends the markers that parallel_mark_tests() adds to a case to the list
# `list_variable`.
function(_parallel_apply_marks list_variable name framework_name)
  if(framework_name STREQUAL "")
    set(framework_name "${name}")
  endif()
  set(added "")
  math(EXPR last "${mark_count} - 1")
  foreach(index RANGE ${last})
    set(as_called FALSE)
    if(framework_name MATCHES "${mark_${index}_regex}")
      set(as_called TRUE)
    endif()
    set(as_shown ${as_called})
    if(NOT name STREQUAL framework_name)
      set(as_shown FALSE)
      if(name MATCHES "${mark_${index}_regex}")
        set(as_shown TRUE)
      endif()
    endif()
    if(as_called OR as_shown)
      list(APPEND added
        ${mark_${index}_markers} ${mark_${index}_private})
      set_property(GLOBAL PROPERTY _parallel_mark_matched_${index} TRUE)
    endif()
    if(as_shown AND NOT as_called)
      set_property(
        GLOBAL PROPERTY _parallel_mark_as_shown_${index} "${framework_name}")
      _parallel_note_shown_match(${index} "${framework_name}")
    elseif(as_called AND NOT as_shown)
      set_property(GLOBAL PROPERTY _parallel_mark_as_called_${index} "${name}")
    endif()
  endforeach()
  if(NOT added STREQUAL "")
    list(APPEND ${list_variable} ${added})
    set(${list_variable} "${${list_variable}}" PARENT_SCOPE)
    _parallel_quote(variable "_parallel_marks_${call_name}_${name}")
    _parallel_quote(value "${${list_variable}}")
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_mark_code
      "set(${variable} ${value})\n"
    )
  endif()
endfunction()

# Records that a mark matches only the name of a case in CTest: the running test
# only knows its name in the framework.
function(_parallel_note_shown_match index framework_name)
  set(markers "${mark_${index}_markers}")
  if(NOT markers STREQUAL "")
    foreach(wildcard IN ITEMS "*" "?")
      string(REPLACE
        "${wildcard}" "\\${wildcard}" framework_name "${framework_name}")
    endforeach()
    _parallel_as_field(framework_name)
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_case_markers
      "${framework_name}\t${markers}\t${call_name}\n"
    )
  endif()
endfunction()

# Writes these lines beside the executable, without those of an earlier
# discovery of this call.
function(_parallel_write_case_markers)
  set(path "${option_executable}.case_markers")
  set(header "parallel_testing_markers 1\n")
  set(others "")
  if(EXISTS "${path}")
    file(READ "${path}" old)
    while(old MATCHES "^([^\n]*\n)(.*)$")
      set(line "${CMAKE_MATCH_1}")
      set(old "${CMAKE_MATCH_2}")
      string(REGEX REPLACE "^.*\t" "" call "${line}")
      if(NOT "${line}" STREQUAL "${header}"
         AND NOT "x${call}" STREQUAL "x${call_name}\n")
        string(APPEND others "${line}")
      endif()
    endwhile()
  endif()
  get_property(lines GLOBAL PROPERTY _parallel_case_markers)
  if("${others}${lines}" STREQUAL "")
    file(REMOVE "${path}")
  else()
    _parallel_write_file("${path}" "${header}${others}${lines}")
  endif()
endfunction()

# Rejects a glob that matches nothing: it is a mistake, or the test was renamed.
# With a filter, the case may simply not be in the list.
function(_parallel_check_marks)
  if(mark_count EQUAL 0)
    return()
  endif()
  math(EXPR last "${mark_count} - 1")
  foreach(index RANGE ${last})
    get_property(as_shown GLOBAL PROPERTY _parallel_mark_as_shown_${index})
    get_property(as_called GLOBAL PROPERTY _parallel_mark_as_called_${index})
    if(NOT "${as_shown}" STREQUAL "" AND NOT "${as_called}" STREQUAL "")
      string(CONCAT problem
        "${mark_${index}_call}(${option_target}): '${mark_${index}_glob}' is "
        "ambiguous: it matches the shown name of the case that the framework "
        "calls '${as_shown}', and also the case that the framework calls "
        "'${as_called}'. Give the cases names with a generator, or match "
        "all of them"
      )
      _parallel_add_problem("${problem}" "${mark_${index}_file}" 0)
    endif()
  endforeach()
  if(NOT option_test_filter STREQUAL "" OR NOT option_test_spec STREQUAL "")
    return()
  endif()
  foreach(index RANGE ${last})
    get_property(matched GLOBAL PROPERTY _parallel_mark_matched_${index})
    if(NOT matched)
      string(CONCAT problem
        "${mark_${index}_call}(${option_target}): no test case matches "
        "'${mark_${index}_glob}'"
      )
      _parallel_add_problem("${problem}" "${mark_${index}_file}" 0)
    endif()
  endforeach()
endfunction()

# Adds a problem with the markers, and its place.
function(_parallel_add_problem text file line)
  if(NOT line EQUAL 0)
    string(APPEND file ":${line}")
  endif()
  # CMake reflows lines of a message that are not indented.
  string(REPLACE "\n" "\\n" text "${text}")
  string(PREPEND text "\n  ")
  if(NOT file STREQUAL "")
    string(APPEND text "\n    at: ${file}")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY _parallel_problems "${text}")
endfunction()
