# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The launcher runs a test if its own command precedes that of the test. This is
# decided while ctest loads the tests: an invocation that only lists tests sees
# the commands of the tests themselves.

# Seconds that ctest waits longer than the launcher, which ends the test first.
set(_parallel_launcher_reserve 10)

# Called by the file that the configure step wrote.
macro(_parallel_launcher_is absolute relative source)
  set(_parallel_launcher "${absolute}")
  if(NOT EXISTS "${absolute}")
    # The build tree was moved.
    set(_parallel_launcher "${CMAKE_CURRENT_LIST_DIR}/${relative}")
  endif()
  set(_parallel_project_source "${source}")
endmacro()

# Called by the files of the index.
macro(_parallel_launched_test key markers output)
  set("_parallel_launched_${key}" "${markers}")
  set("_parallel_output_of_${key}" "${output}")
endmacro()

macro(_parallel_unlaunched_test key)
  set(_parallel_unlaunched_${key} TRUE)
endmacro()

macro(_parallel_isolates kind)
  list(APPEND _parallel_isolations ${kind})
endmacro()

# Sets, for all scripts:
#   _parallel_launcher     the program, or empty if it runs no test
#   _parallel_isolations   the kinds of isolation that work on this machine, of
#                          those that some test requests
macro(_parallel_start_launcher)
  set(_parallel_launcher "")
  _parallel_build_directory(_parallel_item)
  if(NOT _parallel_lists)
    foreach(_parallel_suffix IN ITEMS "" "-${CTEST_CONFIGURATION_TYPE}")
      include("${_parallel_item}/parallel_testing/launcher${_parallel_suffix}.cmake"
        OPTIONAL)
    endforeach()
    if(NOT _parallel_launcher STREQUAL "" AND NOT EXISTS "${_parallel_launcher}")
      _parallel_warn(
        "the launcher is not built, so tests run without it; build the target "
        "parallel_testing_launcher"
      )
      set(_parallel_launcher "")
    endif()
  endif()
  set(_parallel_no_launcher "the launcher is missing")
  if(NOT _parallel_launcher STREQUAL "")
    _parallel_checks_memory(_parallel_item)
    if(_parallel_item)
      set(_parallel_launcher "")
      set(_parallel_no_launcher "the memory checker runs the tests")
      _parallel_warn(
        "the memory checker runs the programs of the tests instead of the "
        "launcher, so launched tests get no worker, directory or ports from "
        "it, and it does not end the processes that they leave behind"
      )
    endif()
  endif()
  _parallel_name_stacks_program("${_parallel_launcher}")
  list(REMOVE_DUPLICATES _parallel_isolations)
  if(NOT _parallel_lists AND NOT _parallel_isolations STREQUAL "")
    _parallel_find_isolations(_parallel_isolations)
  endif()
endmacro()

# Sets the variable with which tests find the program that reads their stacks
# when they hang or crash: the one beside the launcher, or a debugger.
# PARALLEL_TESTING_STACKS=off: none.
function(_parallel_name_stacks_program launcher)
  if(launcher STREQUAL "" OR NOT "$ENV{PARALLEL_TESTING_STACKS}" STREQUAL "")
    return()
  endif()
  cmake_path(GET launcher PARENT_PATH folder)
  set(candidates "${folder}/parallel-testing-stacks")
  string(REPLACE ":" ";" folders "$ENV{PATH}")
  foreach(name IN ITEMS gdb lldb)
    list(TRANSFORM folders APPEND "/${name}" OUTPUT_VARIABLE programs)
    list(APPEND candidates ${programs})
  endforeach()
  foreach(program IN LISTS candidates)
    if(EXISTS "${program}" AND NOT IS_DIRECTORY "${program}")
      set(ENV{PARALLEL_TESTING_STACKS} "${program}")
      return()
    endif()
  endforeach()
endfunction()

# Sets `out` to whether these tests are loaded for `ctest -T MemCheck`, which
# puts the checker before the whole command of a test, or for ctest_memcheck()
# in a script. The log that such a step writes is open by now. CMake 4.3 appends
# random digits to the name of the open file.
function(_parallel_checks_memory out)
  set(${out} FALSE PARENT_SCOPE)
  _parallel_build_directory(build)
  file(GLOB descriptors /proc/self/fd/*)
  foreach(descriptor IN LISTS descriptors)
    # The descriptor that listed the directory is closed by now.
    if(NOT IS_SYMLINK "${descriptor}")
      continue()
    endif()
    file(READ_SYMLINK "${descriptor}" path)
    cmake_path(GET path FILENAME name)
    cmake_path(GET path PARENT_PATH directory)
    if(name MATCHES "^LastDynamicAnalysis.*[.]log[.]tmp[^.]*$"
       AND directory STREQUAL "${build}/Testing/Temporary")
      set(${out} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# Sets `out` to those of `_parallel_isolations` that work on this machine, and
# passes them to the launcher, which must not decide differently.
function(_parallel_find_isolations out)
  set(wanted "${_parallel_isolations}")
  set(reasons "PARALLEL_TESTING_ISOLATION=$ENV{PARALLEL_TESTING_ISOLATION}")
  string(REPLACE "," ";" available "$ENV{PARALLEL_TESTING_ISOLATION}")
  if(_parallel_launcher STREQUAL "")
    set(available none)
    set(reasons "${_parallel_no_launcher}")
  elseif(available STREQUAL "")
    list(JOIN wanted "," kinds)
    execute_process(
      COMMAND "${_parallel_launcher}" "--probe=${kinds}"
      OUTPUT_VARIABLE available
      ERROR_VARIABLE reasons
      OUTPUT_STRIP_TRAILING_WHITESPACE
      ERROR_STRIP_TRAILING_WHITESPACE
    )
    string(REPLACE "," ";" available "${available}")
  endif()
  set(missing "${wanted}")
  if(NOT available STREQUAL "")
    list(REMOVE_ITEM missing ${available})
  endif()
  if(NOT missing STREQUAL "")
    list(REMOVE_ITEM wanted ${missing})
    list(JOIN missing "," missing)
    string(REPLACE "\n" "\n  " reasons "${reasons}")
    _parallel_warn(
      "this machine cannot isolate: ${missing}. Tests that request it take turns.\n  "
      "${reasons}"
    )
  endif()
  list(JOIN wanted "," available)
  if(available STREQUAL "")
    set(available none)
  endif()
  # A ctest inside a test also gets the variable with which the user chooses, so
  # the result needs another variable.
  set(ENV{PARALLEL_TESTING_ISOLATION_FOUND} "${available}")
  set(${out} "${wanted}" PARENT_SCOPE)
endfunction()

# Sets `out` to the key in the index of a test of parallel_add_test() in the
# directory that is being read. ctest changes to each directory that it reads.
function(_parallel_plain_test_key out name)
  _parallel_build_directory(build)
  file(REAL_PATH /proc/self/cwd directory)
  file(RELATIVE_PATH directory "${build}" "${directory}")
  string(MD5 key "${directory}|${name}")
  set(${out} ${key} PARENT_SCOPE)
endfunction()

# Sets `out` to the options of the launcher for a test with these markers,
# joined by commas. Reads _parallel_mpi, the options with which it starts ranks.
function(_parallel_launcher_options out markers)
  set(options "")
  if(NOT markers STREQUAL "")
    set(options "--markers=${markers}")
  endif()
  if(markers MATCHES "(^|,)isolate(:tmp|:ipc)?(,|$)")
    _parallel_build_directory(build)
    list(APPEND options "--keep=${build}" "--keep=${_parallel_project_source}")
  endif()
  if(markers MATCHES "(^|,)mpi:")
    list(APPEND options ${_parallel_mpi})
  endif()
  set(${out} "${options}" PARENT_SCOPE)
endfunction()

# Sets `out` to those of `locks` that a test still needs: not those of things
# that are private to it.
function(_parallel_needed_locks out locks)
  set(needed "")
  set(has_network FALSE)
  if("isolate:network" IN_LIST locks AND "network" IN_LIST _parallel_isolations)
    set(has_network TRUE)
  endif()
  foreach(lock IN LISTS locks)
    if(lock MATCHES "^isolate:(.*)$"
       AND CMAKE_MATCH_1 IN_LIST _parallel_isolations)
      continue()
    elseif(lock MATCHES "^port:" AND has_network)
      continue()
    endif()
    list(APPEND needed "${lock}")
  endforeach()
  set(${out} "${needed}" PARENT_SCOPE)
endfunction()

# Called by the generated files for each list of markers of launched cases: sets
# `launch_variable` to options, and removes from the property list
# `properties_variable` the locks that are then not needed.
function(_parallel_launch_list launch_variable properties_variable markers)
  if(_parallel_launcher STREQUAL "")
    return()
  endif()
  _parallel_launcher_options(options "${markers}")
  # Never empty, so that it distinguishes launched cases from others.
  set("${launch_variable}" --markers= ${options} PARENT_SCOPE)
  set(properties "${${properties_variable}}")
  _parallel_property_of(locks RESOURCE_LOCK properties)
  if(locks_found)
    _parallel_needed_locks(needed "${locks}")
    _parallel_replace_property(properties RESOURCE_LOCK "${needed}")
    set("${properties_variable}" "${properties}" PARENT_SCOPE)
  endif()
endfunction()

# Limits the time of a case with this list of markers. Reads what the file of
# its tests sets: _parallel_case_timeout and variables whose names begin so,
# _parallel_properties_<markers>, _parallel_launch_<markers>.
function(_parallel_limit_case_time test markers)
  set(given_TIMEOUT "${_parallel_case_timeout}")
  set(given_TIMEOUT_AFTER_MATCH "${_parallel_case_timeout_after_match}")
  set(given_TIMEOUT_SIGNAL_NAME "${_parallel_case_timeout_signal_name}")
  set(given_TIMEOUT_SIGNAL_GRACE_PERIOD
    "${_parallel_case_timeout_signal_grace_period}")
  set(properties "${_parallel_properties_${markers}}")
  _parallel_property_of(marked TIMEOUT properties)
  if(marked_found)
    set(given_TIMEOUT "${marked}")
  endif()
  _parallel_limit_time(given "${test}" "${_parallel_launch_${markers}}")
endfunction()

# Makes the launcher end a test at its time limit, with time to clean up, and
# before ctest, which kills at once. A text that the launcher prints makes ctest
# report a timeout. `options` are those of the launcher, or the markers. Reads
# the properties that the project gave to the test:
#   <prefix>_TIMEOUT              seconds; otherwise those of ctest --timeout
#   <prefix>_TIMEOUT_SIGNAL_NAME, <prefix>_TIMEOUT_SIGNAL_GRACE_PERIOD
#                                 the signal that the launcher sends, and how long
#                                 it waits, with any version of ctest
#   <prefix>_TIMEOUT_AFTER_MATCH  only ctest reads what the test prints, so ctest
#                                 ends such a test itself
function(_parallel_limit_time prefix test options)
  set(given_timeout "${${prefix}_TIMEOUT}")
  set(signal "${${prefix}_TIMEOUT_SIGNAL_NAME}")
  set(signal_grace "${${prefix}_TIMEOUT_SIGNAL_GRACE_PERIOD}")
  set(set_properties set_tests_properties)
  if(COMMAND _set_tests_properties)
    set(set_properties _set_tests_properties)
  endif()
  set(grace 5)
  if(NOT signal STREQUAL "")
    set(grace 1)
    if(signal_grace MATCHES "^[0-9]+([.][0-9]+)?$")
      set(grace ${signal_grace})
    endif()
  endif()
  if("${options}" MATCHES "(^|[,;=])grace:([0-9]+([.][0-9]+)?)")
    set(grace ${CMAKE_MATCH_2})
  endif()
  string(REGEX REPLACE "[.].*" "" whole_grace "${grace}")
  math(EXPR longest_grace "${whole_grace} + ${_parallel_launcher_reserve}")
  set(timeout "${given_timeout}")
  if(timeout STREQUAL "")
    set(timeout "${_parallel_timeout_option}")
  elseif(NOT _parallel_timeout_multiplier STREQUAL "1")
    _parallel_scale(timeout "${timeout}" "${_parallel_timeout_multiplier}")
  endif()
  if(NOT "${${prefix}_TIMEOUT_AFTER_MATCH}" STREQUAL "")
    if(signal STREQUAL "")
      # Since CMake 3.27, ctest waits for a test to clean up; at most 60 s.
      if(longest_grace GREATER 60)
        set(longest_grace 60)
      endif()
      cmake_language(CALL ${set_properties} "${test}" PROPERTIES
        TIMEOUT_SIGNAL_NAME SIGTERM
        TIMEOUT_SIGNAL_GRACE_PERIOD ${longest_grace}
      )
    endif()
    if(NOT timeout STREQUAL "" AND NOT given_timeout STREQUAL "")
      cmake_language(CALL ${set_properties} "${test}" PROPERTIES
        TIMEOUT ${timeout})
    endif()
    return()
  endif()
  if(NOT timeout MATCHES "^[0-9]+([.][0-9]+)?$" OR NOT timeout GREATER 0)
    return()
  endif()
  string(REGEX REPLACE "[.].*" "" whole "${timeout}")
  math(EXPR longest "${whole} + ${longest_grace}")
  string(MD5 key "$ENV{PARALLEL_TESTING_RUN_ID} ${test}")
  string(SUBSTRING "${key}" 0 12 key)
  set(limit "${timeout} ${key}")
  if(NOT signal STREQUAL "")
    string(APPEND limit " ${signal} ${grace}")
  endif()
  cmake_language(CALL ${set_properties} "${test}" PROPERTIES
    TIMEOUT ${longest}
    TIMEOUT_AFTER_MATCH "0.001;timeout ${key}"
    ENVIRONMENT "PARALLEL_TESTING_TIMEOUT=${limit}"
  )
endfunction()
