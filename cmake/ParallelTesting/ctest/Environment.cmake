# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Sets the environment from which tests learn about their run. It writes nothing
# to disk: a ctest that only lists leaves no files.

include("${CMAKE_CURRENT_LIST_DIR}/../pure/FrameworkVariables.cmake")

# Prints one line on stderr. ctest would print a message(WARNING) with eight
# lines about scripts that mean nothing to its user.
function(_parallel_warn)
  # A list of the arguments would lose semicolons.
  set(text "")
  math(EXPR last "${ARGC} - 1")
  foreach(index RANGE ${last})
    string(APPEND text "${ARGV${index}}")
  endforeach()
  message(NOTICE "ParallelTesting: warning: ${text}")
endfunction()

# Removes from this ctest the variables with which frameworks select, shard,
# repeat or redirect tests, because its tests inherit them. Sets, for all
# scripts:
#   _parallel_set_aside          the names of these variables
#   _parallel_set_aside_<name>   their values, for tests of the project itself
macro(_parallel_set_aside_framework_variables)
  set(_parallel_set_aside "")
  if(NOT _parallel_lists
     AND NOT "$ENV{PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT}" STREQUAL "inherit")
    _parallel_clear_framework_variables(_parallel_set_aside)
  endif()
  if(NOT _parallel_set_aside STREQUAL "")
    list(JOIN _parallel_set_aside ", " _parallel_item)
    _parallel_warn(
      "ignored here: ${_parallel_item}. A test runs what it was registered for, "
      "so nothing else may select, repeat or redirect it. Use 'ctest -R', or "
      "TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of "
      "parallel_discover_tests(). "
      "Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on"
    )
  endif()
endmacro()

# Gives these variables to a test that ParallelTesting does not register. Its
# own property ENVIRONMENT comes later and takes precedence.
function(_parallel_hand_back_framework_variables test)
  _parallel_plain_test_key(key "${test}")
  if(DEFINED _parallel_launched_${key} OR DEFINED _parallel_unlaunched_${key})
    return()
  endif()
  foreach(name IN LISTS _parallel_set_aside)
    string(REPLACE ";" "\\;" value "${_parallel_set_aside_${name}}")
    _set_tests_properties("${test}" PROPERTIES ENVIRONMENT "${name}=${value}")
  endforeach()
endfunction()

# Sets `out` to what distinguishes this ctest from all others on this machine,
# now and later: its process id and start time.
function(_parallel_ctest_identity out)
  set(${out} 1 PARENT_SCOPE)
  if(NOT EXISTS /proc/self/stat)
    return()
  endif()
  file(STRINGS /proc/self/stat stat LIMIT_COUNT 1)
  # The name in parentheses may contain blanks and parentheses.
  if(stat MATCHES "^([0-9]+) .*\\) (.*)$")
    set(pid "${CMAKE_MATCH_1}")
    string(REPLACE " " ";" fields "${CMAKE_MATCH_2}")
    list(GET fields 19 start)
    set(${out} "${pid}.${start}" PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to a new run id. Random numbers alone may repeat, because their
# seed has 32 bits.
function(_parallel_new_run_id out identity)
  string(RANDOM LENGTH 32 random)
  string(TIMESTAMP now "%s %f")
  _parallel_build_directory(build)
  string(MD5 id "${random} ${identity} ${now} ${build}")
  set(${out} ${id} PARENT_SCOPE)
endfunction()

# Called by the generated files for each list of markers with `threads` of cases
# that no launcher runs. Adds variables that limit threads to the property list
# `properties_variable`, except those that are set, and those in `given`.
function(_parallel_limit_threads properties_variable count given)
  set(properties "${${properties_variable}}")
  foreach(library IN ITEMS OMP MKL OPENBLAS RAYON)
    set(name "${library}_NUM_THREADS")
    if(NOT DEFINED ENV{${name}} AND NOT "${name}=" IN_LIST given)
      list(APPEND properties ENVIRONMENT "${name}=${count}")
    endif()
  endforeach()
  set("${properties_variable}" "${properties}" PARENT_SCOPE)
endfunction()

function(_parallel_set_environment)
  # A ctest that a test starts is a separate run. It still knows the locks that
  # the outer test holds, so that no test waits for its own ancestor.
  set(nested FALSE)
  if(NOT "$ENV{PARALLEL_TESTING_WORKER}" STREQUAL ""
     AND NOT "$ENV{PARALLEL_TESTING_NESTED}" STREQUAL "inherit")
    set(nested TRUE)
    foreach(name IN ITEMS
      INDEX_IN_RUN NODE_DIR RUN_ID WORKER WORKER_COUNT TEMP_DIR TEST_NAME
    )
      unset(ENV{PARALLEL_TESTING_${name}})
    endforeach()
  endif()

  _parallel_ctest_identity(identity)
  set(id "$ENV{PARALLEL_TESTING_RUN_ID}")
  string(LENGTH "${id}" length)
  if(NOT id STREQUAL "" AND (NOT id MATCHES "^[A-Za-z0-9_.-]+$"
     OR id MATCHES "^\\." OR length GREATER 64))
    _parallel_warn(
      "PARALLEL_TESTING_RUN_ID='${id}' is ignored: a run id has 1 to 64 of "
      "A-Z a-z 0-9 _ . -, and does not start with a dot"
    )
    set(id "")
  endif()
  if(id STREQUAL "")
    _parallel_new_run_id(id "${identity}")
  endif()
  _parallel_requested_level(count)
  _parallel_build_directory(build)
  set(ENV{PARALLEL_TESTING_CTEST} "${identity}")
  set(ENV{PARALLEL_TESTING_RUN_ID} "${id}")
  # Each node of a run on several nodes has a directory in that of the run.
  set(directory "$ENV{PARALLEL_TESTING_NODE_DIR}")
  if(directory STREQUAL "")
    set(directory "${build}/Testing/ParallelTesting/runs/${id}")
  endif()
  set(ENV{PARALLEL_TESTING_RUN_DIR} "${directory}")
  set(ENV{PARALLEL_TESTING_WORKER_COUNT} "${count}")
endfunction()

# Prevents Valgrind from reporting memory that the library keeps until the
# process ends. Valgrind splits the variable at blanks, so the path must not
# contain any.
function(_parallel_set_suppressions)
  _parallel_checks_memory(checks)
  _parallel_build_directory(build)
  set(file "${build}/parallel_testing/module/ctest/valgrind.supp")
  if(checks AND NOT file MATCHES "[ \t\n]"
     AND NOT "$ENV{VALGRIND_OPTS}" MATCHES "/ctest/valgrind[.]supp")
    set(ENV{VALGRIND_OPTS} "$ENV{VALGRIND_OPTS} --suppressions=${file}")
  endif()
endfunction()

# Sets `out` to the build directory, based on the location of this file. ctest
# knows that location relative to the directory in which it starts, and then
# changes directories, so this is done only once.
function(_parallel_build_directory out)
  if(DEFINED _parallel_build_root)
    set(${out} "${_parallel_build_root}" PARENT_SCOPE)
    return()
  endif()
  file(REAL_PATH "${CMAKE_CURRENT_FUNCTION_LIST_DIR}" here)
  cmake_path(SET here NORMALIZE "${here}/../../..")
  string(REGEX REPLACE "/$" "" here "${here}")
  set(${out} "${here}" PARENT_SCOPE)
endfunction()
