# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The commands in manifests and in generated test files, inside ctest. The test
# file of each call defines its own parallel_case(). They set, in the scope that
# reads the manifest:
#   _parallel_file         the source of the following cases
#   _parallel_names        the names of all cases
#   _parallel_test_<name>  defined if there is a test with this name
#
# A ctest that only lists the tests does not call parallel_case() for each: it
# turns the calls in the text of the manifest into calls of add_test(). With
# 20,000 cases, this takes about half as long.

function(parallel_manifest)
endfunction()

function(parallel_file file)
  set(_parallel_file "${file}" PARENT_SCOPE)
endfunction()

function(parallel_problem)
endfunction()

function(parallel_names names)
  set(_parallel_names "${names}" PARENT_SCOPE)
endfunction()

function(parallel_marked)
endfunction()

function(parallel_manifest_end)
endfunction()

# Sets where the case `test` is, for editors: some read the backtrace, others
# the property that gtest_discover_tests() sets since CMake 4.2.
function(_parallel_set_location test line macro_name)
  if(NOT line EQUAL 0 AND NOT _parallel_file MATCHES "^$|;")
    cmake_language(
      CALL ${_parallel_set_case_properties} "${test}" PROPERTIES
      _BACKTRACE_TRIPLES "${_parallel_file};${line};${macro_name}"
      DEF_SOURCE_LINE "${_parallel_file}:${line}"
    )
  endif()
endfunction()

# Sets `out` to the name of the report of `test` that should be named `name` in
# `directory`. If that is impossible, or another report has this name, the name
# ends in digits that depend only on the name of the test.
function(_parallel_report_name out directory name test)
  string(REGEX REPLACE "[^A-Za-z0-9_./-]" "_" report "${name}")
  string(REGEX REPLACE "(^|/)[.-]" "\\1_" report "${report}")
  string(LENGTH "${report}" length)
  if(length GREATER 150)
    string(SUBSTRING "${report}" 0 150 report)
  endif()
  get_property(taken GLOBAL PROPERTY "_parallel_report_${directory}/${report}")
  if(taken OR NOT "x${report}" STREQUAL "x${name}")
    string(MD5 digits "${test}")
    string(SUBSTRING "${digits}" 0 12 digits)
    string(APPEND report "-${digits}")
  endif()
  set_property(GLOBAL PROPERTY "_parallel_report_${directory}/${report}" TRUE)
  set(${out} "${report}" PARENT_SCOPE)
endfunction()

# Changes the text in `variable` of the calling parallel_case(), the name that
# another test already has, to an unused one: properties and selections must
# mean one test. Sets _parallel_renamed and _parallel_new_name_<target>_<name>
# in its caller.
macro(_parallel_free_name variable)
  set(_parallel_taken "${${variable}}")
  _parallel_find_free_name(${variable} "${_parallel_taken}")
  set("_parallel_new_name_${_parallel_target}_${_parallel_taken}"
    "${${variable}}" PARENT_SCOPE)
  set(_parallel_renamed TRUE PARENT_SCOPE)
endmacro()

# Sets `out` to a name that no test has, based on the name `taken`.
function(_parallel_find_free_name out taken)
  set(test "${_parallel_target}.${taken}")
  set(number 2)
  while(DEFINED "_parallel_test_${test}")
    set(test "${_parallel_target}.${number}.${taken}")
    math(EXPR number "${number} + 1")
  endwhile()
  set(${out} "${test}" PARENT_SCOPE)
endfunction()

# Begins the tests of a case, one for each item of _parallel_counts, a number of
# ranks or 0. Part of parallel_case(): reads name, selector and markers of the
# caller, and sets _parallel_case_<each of them> and _parallel_ranked.
macro(_parallel_begin_ranks)
  set(_parallel_case_name "${name}")
  set(_parallel_case_selector "${selector}")
  set(_parallel_case_markers "${markers}")
  set(_parallel_ranked "")
endmacro()

# Makes name, selector and markers those of the next test.
macro(_parallel_take_count)
  set(name "${_parallel_case_name}")
  set(selector "${_parallel_case_selector}")
  set(markers "${_parallel_case_markers}")
  set(_parallel_adapter "")
  if(_parallel_count GREATER 0)
    _parallel_rank_name(name "${name}" ${_parallel_count})
    string(APPEND markers "|${_parallel_count}")
    set(_parallel_adapter --adapter)
  endif()
endmacro()

# Ends the tests of a case, whose name without ranks is `test`. Part of
# parallel_case(): reads test, _parallel_counts and _parallel_ranked of the caller,
# and sets _parallel_renamed and _parallel_ranked_<target>_<name> in its caller.
macro(_parallel_end_ranks)
  if(NOT _parallel_counts STREQUAL "0")
    set(_parallel_renamed TRUE PARENT_SCOPE)
    set("_parallel_ranked_${_parallel_target}_${test}" "${_parallel_ranked}"
      PARENT_SCOPE)
  endif()
endmacro()

# Adds an MPI test that fails, because no launcher can start its ranks.
function(_parallel_add_unlaunched_ranks test)
  _parallel_find_cmake(cmake)
  _parallel_build_directory(build)
  add_test("${test}" "${cmake}"
    -P "${build}/parallel_testing/module/ctest/DiscoveryFailed.cmake"
    -- "the launcher starts the ranks of this test, and ${_parallel_no_launcher}"
  )
endfunction()

# Adds a test that prints `message` and fails.
function(_parallel_add_failing_test message)
  _parallel_find_cmake(cmake)
  set(test "${_parallel_target}_discovery")
  if(DEFINED "_parallel_test_${test}")
    _parallel_find_free_name(test "${test}")
  endif()
  set("_parallel_test_${test}" 1 PARENT_SCOPE)
  _parallel_build_directory(build)
  add_test("${test}" "${cmake}"
    -P "${build}/parallel_testing/module/ctest/DiscoveryFailed.cmake"
    -- "${message}"
  )
endfunction()

# Sets `out` to a cmake: the one that configured the project or, if the build
# tree was copied to another machine, the one beside this ctest.
function(_parallel_find_cmake out)
  set(cmake "${_parallel_cmake}")
  if(NOT EXISTS "${cmake}" AND EXISTS /proc/self/exe)
    file(REAL_PATH /proc/self/exe cmake)
    cmake_path(REPLACE_FILENAME cmake cmake)
  endif()
  set(${out} "${cmake}" PARENT_SCOPE)
endfunction()

# Registers the cases of the manifest beside the current tests file. The file
# of the tests may set, for _parallel_list_manifest():
#   _parallel_listed_prefix, _parallel_listed_suffix
#   _parallel_listed_case, _parallel_listed_marked_case
# The last two are the code for a case, in which \\1 is its name, \\2 its
# selector, \\3 its markers and \\4 its flags.
macro(_parallel_load_manifest manifest)
  set(_parallel_file "")
  set(_parallel_names "")
  set(_parallel_renamed FALSE)
  set(_parallel_loads_cases TRUE)
  set(_parallel_found FALSE)
  if(DEFINED _parallel_listed_case AND _parallel_lists
     AND NOT _parallel_wants_location AND "${_parallel_launcher}" STREQUAL ""
     AND NOT COMMAND _set_tests_properties)
    _parallel_list_manifest("${_parallel_here}/${manifest}")
  endif()
  unset(_parallel_listed_case)
  if(NOT _parallel_found)
    include(
      "${_parallel_here}/${manifest}" OPTIONAL RESULT_VARIABLE _parallel_found
    )
  endif()
  set(_parallel_loads_cases FALSE)
  if(NOT _parallel_found)
    _parallel_add_failing_test(
      "the list of test cases is missing: build ${_parallel_target} again"
    )
  endif()
endmacro()

# Adds the tests of the manifest at `path`, without calling parallel_case(), and
# sets _parallel_found to TRUE. Does nothing if a case requires that call, or if
# another test has the name of a case.
macro(_parallel_list_manifest path)
  set(_parallel_code "")
  if(EXISTS "${path}")
    file(READ "${path}" _parallel_code)
  endif()
  # The names come after the cases.
  string(FIND "${_parallel_code}" "\nparallel_names(" _parallel_at)
  string(FIND "${_parallel_code}" "\nparallel_names(" _parallel_last REVERSE)
  if(_parallel_at GREATER 0 AND _parallel_at EQUAL _parallel_last)
    string(SUBSTRING "${_parallel_code}" ${_parallel_at} -1 _parallel_rest)
    string(SUBSTRING "${_parallel_code}" 0 ${_parallel_at} _parallel_code)
    _parallel_replace_case_calls(_parallel_code)
    cmake_language(EVAL CODE "${_parallel_rest}")
    # Text for each test that exists already. An if() for each name would take
    # longer than all of this.
    set(_parallel_taken "")
    foreach(_parallel_name IN LISTS _parallel_names)
      string(CONCAT _parallel_name "${_parallel_listed_prefix}"
        "${_parallel_name}" "${_parallel_listed_suffix}")
      string(APPEND _parallel_taken "${_parallel_test_${_parallel_name}}")
    endforeach()
    string(FIND "${_parallel_code}" "\nparallel_case(" _parallel_at)
    if(_parallel_at EQUAL -1 AND _parallel_taken STREQUAL "")
      foreach(_parallel_name IN LISTS _parallel_names)
        string(CONCAT _parallel_name "${_parallel_listed_prefix}"
          "${_parallel_name}" "${_parallel_listed_suffix}")
        set("_parallel_test_${_parallel_name}" 1)
      endforeach()
      cmake_language(EVAL CODE "${_parallel_code}")
      set(_parallel_found TRUE)
    endif()
  endif()
  unset(_parallel_code)
  unset(_parallel_rest)
endmacro()

# Replaces the calls of parallel_case() in the text in `variable`, except for
# cases whose names or selectors have brackets, and for units.
function(_parallel_replace_case_calls variable)
  set(text [=[\[=\[([^][]*)\]=\]]=])
  set(start "\nparallel_case\\(${text} ${text} [0-9]+")
  string(REGEX REPLACE
    "${start} \\[=\\[\\]=\\] \\[=\\[\\]=\\]\\)"
    "\n${_parallel_listed_case}" code "${${variable}}")
  string(REGEX REPLACE
    "${start} ${text} \\[=\\[([disable]*)\\]=\\]\\)"
    "\n${_parallel_listed_marked_case}" code "${code}")
  set(${variable} "${code}" PARENT_SCOPE)
endfunction()

# Sets the variable `list` to the names of all tests that were just loaded,
# except those that no CMake list can hold.
function(_parallel_set_test_list list prefix suffix)
  set(names "${_parallel_names}")
  _parallel_fits_a_list(fits "${prefix}${suffix}")
  if(NOT fits)
    set(names "")
  endif()
  if(NOT names STREQUAL "" AND NOT "${prefix}${suffix}" STREQUAL "")
    # Works on text, because list(TRANSFORM) would treat escaped semicolons as
    # separators.
    string(ASCII 1 escaped)
    string(REPLACE "\\;" "${escaped}" names "${names}")
    string(REPLACE ";" "${suffix};${prefix}" names "${names}")
    string(REPLACE "${escaped}" "\\;" names "${names}")
    set(names "${prefix}${names}${suffix}")
  endif()
  if(_parallel_renamed)
    set(renamed "")
    foreach(name IN LISTS names)
      set(variable "_parallel_ranked_${_parallel_target}_${name}")
      if(DEFINED "${variable}")
        list(APPEND renamed "${${variable}}")
        continue()
      endif()
      set(variable "_parallel_new_name_${_parallel_target}_${name}")
      if(DEFINED "${variable}")
        set(name "${${variable}}")
      endif()
      string(REPLACE ";" "\\;" name "${name}")
      list(APPEND renamed "${name}")
    endforeach()
    set(names "${renamed}")
  endif()
  set(${list} "${names}" PARENT_SCOPE)
endfunction()
