# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The launcher runs a test when its command comes behind the launcher's. That
# is decided while ctest loads the tests: what only looks at them gets the
# commands of the tests themselves.

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Seconds that ctest waits longer than the launcher, which ends the test first.
set(_parallel_launcher_reserve 10)

# Called by the file that configuring wrote.
macro(_parallel_launcher_is absolute relative source)
  set(_parallel_launcher "${absolute}")
  if(NOT EXISTS "${absolute}")
    # The build tree was moved.
    set(_parallel_launcher "${CMAKE_CURRENT_LIST_DIR}/${relative}")
  endif()
  set(_parallel_project_source "${source}")
endmacro()

# Called by the files of the index.
macro(_parallel_launched_test key markers)
  set("_parallel_launched_${key}" "${markers}")
endmacro()

macro(_parallel_isolates kind)
  list(APPEND _parallel_isolations ${kind})
endmacro()

# Sets, for all scripts:
#   _parallel_launcher     the program, or nothing when it runs no test
#   _parallel_isolations   the kinds of isolation that work here, of those that
#                          some test asks for
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
        "the launcher is not built, so tests run without it: build the target "
        "parallel_testing_launcher"
      )
      set(_parallel_launcher "")
    endif()
  endif()
  list(REMOVE_DUPLICATES _parallel_isolations)
  if(NOT _parallel_lists AND NOT _parallel_isolations STREQUAL "")
    _parallel_find_isolations(_parallel_isolations)
  endif()
endmacro()

# Sets `out` to those of `_parallel_isolations` that can be had, and tells the
# launcher of them: it must not decide otherwise.
function(_parallel_find_isolations out)
  set(wanted "${_parallel_isolations}")
  set(reasons "PARALLEL_TESTING_ISOLATION=$ENV{PARALLEL_TESTING_ISOLATION}")
  string(REPLACE "," ";" available "$ENV{PARALLEL_TESTING_ISOLATION}")
  if(_parallel_launcher STREQUAL "")
    set(available none)
    set(reasons "there is no launcher")
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
      "no isolation here of: ${missing}. Tests that ask for it take turns.\n  "
      "${reasons}"
    )
  endif()
  list(JOIN wanted "," available)
  if(available STREQUAL "")
    set(available none)
  endif()
  # Another name than the user's wish, which holds for a ctest inside, too.
  set(ENV{PARALLEL_TESTING_ISOLATION_FOUND} "${available}")
  set(${out} "${wanted}" PARENT_SCOPE)
endfunction()

# Sets `out` to how a test of parallel_add_test() in the directory that is being
# read is called in the index. ctest goes into each directory it reads.
function(_parallel_plain_test_key out name)
  _parallel_build_directory(build)
  file(REAL_PATH /proc/self/cwd directory)
  file(RELATIVE_PATH directory "${build}" "${directory}")
  string(MD5 key "${directory}|${name}")
  set(${out} ${key} PARENT_SCOPE)
endfunction()

# Sets `out` to the options of the launcher for a test with these markers,
# joined by commas.
function(_parallel_launcher_options out markers)
  set(options "")
  if(NOT markers STREQUAL "")
    set(options "--markers=${markers}")
  endif()
  if(markers MATCHES "(^|,)isolate(:tmp|:ipc)?(,|$)")
    _parallel_build_directory(build)
    list(APPEND options "--keep=${build}" "--keep=${_parallel_project_source}")
  endif()
  set(${out} "${options}" PARENT_SCOPE)
endfunction()

# Sets `out` to the locks of `locks` that a test still needs: those that are
# about something it has for itself are not among them.
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

# Called by the generated files for each list of markers with which cases are
# launched: sets `launch_variable` to options, and takes from the property list
# `properties_variable` the locks that are not needed then.
function(_parallel_launch_list launch_variable properties_variable markers)
  if(_parallel_launcher STREQUAL "")
    return()
  endif()
  _parallel_launcher_options(options "${markers}")
  # Never empty, so that it tells launched cases from others.
  set("${launch_variable}" --markers= ${options} PARENT_SCOPE)
  set(properties "${${properties_variable}}")
  _parallel_property_of(locks RESOURCE_LOCK properties)
  if(locks_found)
    _parallel_needed_locks(needed "${locks}")
    _parallel_replace_property(properties RESOURCE_LOCK "${needed}")
    set("${properties_variable}" "${properties}" PARENT_SCOPE)
  endif()
endfunction()

# Limits the time of the case `test` of the calling parallel_case().
function(_parallel_limit_case_time)
  set(timeout "${_parallel_case_timeout}")
  set(properties "${_parallel_properties_${markers}}")
  _parallel_property_of(marked TIMEOUT properties)
  if(marked_found)
    set(timeout "${marked}")
  endif()
  _parallel_limit_time(
    "${test}" "${timeout}" "${_parallel_launch_${markers}}")
endfunction()

# Has the launcher end a test after `timeout` seconds, or after those that were
# given to ctest --timeout: with time to clean up, and before ctest, which kills
# at once. ctest takes the test for timed out when the launcher says so.
function(_parallel_limit_time test timeout)
  set(set_properties set_tests_properties)
  if(COMMAND _set_tests_properties)
    set(set_properties _set_tests_properties)
  endif()
  if(timeout STREQUAL "")
    set(timeout "${_parallel_timeout_option}")
  elseif(NOT _parallel_timeout_multiplier STREQUAL "1")
    _parallel_scale(timeout "${timeout}" "${_parallel_timeout_multiplier}")
  endif()
  if(NOT timeout MATCHES "^[0-9]+([.][0-9]+)?$" OR NOT timeout GREATER 0)
    return()
  endif()
  set(grace 5)
  if("${ARGN}" MATCHES "(^|[,=])grace:([0-9]+)")
    set(grace ${CMAKE_MATCH_2})
  endif()
  string(REGEX REPLACE "[.].*" "" whole "${timeout}")
  math(EXPR longest "${whole} + ${grace} + ${_parallel_launcher_reserve}")
  string(MD5 key "$ENV{PARALLEL_TESTING_RUN_ID} ${test}")
  string(SUBSTRING "${key}" 0 12 key)
  cmake_language(CALL ${set_properties} "${test}" PROPERTIES
    TIMEOUT ${longest}
    TIMEOUT_AFTER_MATCH "0.001;time-out ${key}"
    ENVIRONMENT "PARALLEL_TESTING_TIMEOUT=${timeout} ${key}"
  )
endfunction()

endblock()
