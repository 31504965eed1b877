# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Modifies tests while ctest loads them, including tests that the project adds
# without ParallelTesting: a worker of the pool, the groups of
# parallel_add_test(), the launcher, the timeout multiplier, the position in a
# shuffled order.

# Intercepts only what the run needs. Sets, for all scripts:
#   _parallel_set_case_properties  the command that parallel_case() calls
macro(_parallel_intercept)
  set(_parallel_set_case_properties set_tests_properties)
  if(_parallel_pool_size GREATER 0 OR _parallel_plain_tests_have_groups
     OR NOT _parallel_timeout_multiplier STREQUAL "1"
     OR NOT _parallel_shuffle_seed STREQUAL ""
     OR NOT _parallel_set_aside STREQUAL "")
    _parallel_intercept_tests()
  elseif(NOT _parallel_lists)
    _parallel_intercept_verdicts()
    # Properties of cases need no second look, and there are thousands of them.
    set(_parallel_set_case_properties _set_tests_properties)
  elseif(_parallel_wants_location)
    _parallel_intercept_locations()
    set(_parallel_set_case_properties _set_tests_properties)
  endif()
endmacro()

# Handles properties that the project gives to cases after they were added, in a
# script of TEST_INCLUDE_FILES.
function(_parallel_intercept_verdicts)
  function(set_tests_properties)
    _parallel_forward(forward _set_tests_properties ${ARGC} "")
    cmake_language(EVAL CODE "${forward}")
    if("${ARGV}" MATCHES "WILL_FAIL|_REGULAR_EXPRESSION|SKIP_RETURN_CODE")
      _parallel_read_property_call(given)
      _parallel_renew_identities(given)
    endif()
  endfunction()
endfunction()

# A listing for an editor runs no tests, but has their locations.
function(_parallel_intercept_locations)
  function(set_tests_properties)
    _parallel_forward(forward _set_tests_properties ${ARGC} "")
    cmake_language(EVAL CODE "${forward}")
    _parallel_locate_call("${ARGV0}" "${ARGV}")
  endfunction()
endfunction()

# Sets the location of a test of parallel_add_test(), whose properties are
# `given`, to the call of that function. CMake recorded the add_test() inside
# it, in a file that does not exist.
function(_parallel_locate_call test given)
  if("${given}" MATCHES
     ";_BACKTRACE_TRIPLES;.*;([^;]+);([0-9]+);parallel_add_test;")
    set(file "${CMAKE_MATCH_1}")
    set(line "${CMAKE_MATCH_2}")
    _set_tests_properties("${test}" PROPERTIES
      _BACKTRACE_TRIPLES "${file};${line};parallel_add_test"
      DEF_SOURCE_LINE "${file}:${line}")
  endif()
endfunction()

# ctest appends to RESOURCE_GROUPS, so that groups of the test itself stay.
function(_parallel_intercept_tests)
  if(_parallel_pool_size GREATER 0 OR NOT _parallel_shuffle_seed STREQUAL ""
     OR NOT _parallel_launcher STREQUAL ""
     OR NOT _parallel_set_aside STREQUAL "")
    function(add_test)
      _parallel_plain_launcher(launcher "${ARGV0}" "${ARGV1}")
      _parallel_forward(forward _add_test ${ARGC} "${launcher}")
      cmake_language(EVAL CODE "${forward}")
      if(NOT _parallel_set_aside STREQUAL "" AND NOT _parallel_loads_cases)
        _parallel_hand_back_framework_variables("${ARGV0}")
      endif()
      if(_parallel_pool_size GREATER 0)
        _set_tests_properties(
          "${ARGV0}" PROPERTIES RESOURCE_GROUPS parallel_testing_worker:1)
      endif()
      if(NOT _parallel_shuffle_seed STREQUAL "")
        _parallel_shuffled_cost(cost "${_parallel_shuffle_seed}" "${ARGV0}")
        _set_tests_properties("${ARGV0}" PROPERTIES COST ${cost})
      endif()
    endfunction()
  endif()

  function(set_tests_properties)
    _parallel_plain_markers(is_launched markers "${ARGV0}")
    # Most calls need no change, and there may be thousands.
    if(is_launched OR "${ARGV}" MATCHES
       "TIMEOUT|PROCESSORS|RESOURCE_LOCK|FIXTURES_SETUP|\
PARALLEL_TESTING_GROUPS|WILL_FAIL|_REGULAR_EXPRESSION|SKIP_RETURN_CODE")
      _parallel_read_property_call(given)
    endif()
    if(is_launched)
      foreach(place IN LISTS given_places_of_RESOURCE_LOCK)
        _parallel_needed_locks(ARGV${place} "${ARGV${place}}")
      endforeach()
    endif()
    _parallel_forward(forward _set_tests_properties ${ARGC} "")
    cmake_language(EVAL CODE "${forward}")
    if(NOT _parallel_lists AND NOT _parallel_loads_cases)
      _parallel_renew_identities(given)
    elseif(_parallel_wants_location)
      _parallel_locate_call("${ARGV0}" "${ARGV}")
    endif()
    set(added "")
    if(_parallel_pool_size GREATER 0 AND NOT "${given_PROCESSORS}" STREQUAL "")
      _parallel_more_workers(added "${given_PROCESSORS}")
    endif()
    if("${given_PARALLEL_TESTING_GROUPS}" MATCHES
       "^([^|]*)[|]([^|]*)[|]([^|]*)$")
      _parallel_add_groups(
        added "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" "${CMAKE_MATCH_3}")
      if(_parallel_has_costs AND "${given_COST}" STREQUAL "")
        string(HEX "${ARGV0}" key)
        _parallel_cost_of(cost "_${key}")
        list(APPEND added COST ${cost})
      endif()
    endif()
    if(is_launched)
      if("${given_ENVIRONMENT}" MATCHES "(^|;)PARALLEL_TESTING_QUARANTINE=")
        _parallel_verdict_flags(flags "${given_properties}")
        _parallel_identify_command(added "${ARGV0}" "${flags}q")
      elseif("${added}" MATCHES "(^|;)PARALLEL_TESTING_NO_DEVICE=")
        _parallel_verdict_flags(flags "${given_properties}")
        _parallel_identify_command(added "${ARGV0}" "${flags}")
      else()
        _parallel_plain_output(output "${ARGV0}")
        if(output STREQUAL "")
          _parallel_identify_command(added "${ARGV0}")
        else()
          _parallel_verdict_flags(flags "${given_properties}")
          _parallel_identify_command(added "${ARGV0}" "${flags}")
        endif()
      endif()
      _parallel_limit_time(given "${ARGV0}" "${markers}")
      if(DEFINED given_FIXTURES_SETUP)
        # Processes that it starts serve the tests that need the fixture.
        list(APPEND added ENVIRONMENT PARALLEL_TESTING_LEAK=allow)
      endif()
    elseif(NOT _parallel_timeout_multiplier STREQUAL "1"
       AND NOT "${given_TIMEOUT}" STREQUAL "")
      _parallel_scale(
        timeout "${given_TIMEOUT}" "${_parallel_timeout_multiplier}")
      list(APPEND added TIMEOUT ${timeout})
    endif()
    if(NOT added STREQUAL "")
      cmake_language(EVAL CODE
        "_set_tests_properties(${given_tests} PROPERTIES \${added})")
    endif()
  endfunction()
endfunction()

# A test that keeps several processors busy takes the same number of workers.
function(_parallel_more_workers out processors)
  if(processors GREATER _parallel_pool_size)
    set(processors ${_parallel_pool_size})
  endif()
  if(processors GREATER 1)
    math(EXPR more "${processors} - 1")
    set(${out} RESOURCE_GROUPS "${more},parallel_testing_worker:1" PARENT_SCOPE)
  endif()
endfunction()

# Sets `is_launched` to whether the launcher runs a test of parallel_add_test()
# in the directory that is being read, and `markers` to its markers.
function(_parallel_plain_markers is_launched markers name)
  set(${is_launched} FALSE PARENT_SCOPE)
  if(_parallel_launcher STREQUAL "")
    return()
  endif()
  _parallel_plain_test_key(key "${name}")
  if(DEFINED _parallel_launched_${key})
    set(${is_launched} TRUE PARENT_SCOPE)
    set(${markers} "${_parallel_launched_${key}}" PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to the format in which a test of parallel_add_test() reports its
# cases, or to an empty text.
function(_parallel_plain_output out name)
  _parallel_plain_test_key(key "${name}")
  set(${out} "${_parallel_output_of_${key}}" PARENT_SCOPE)
endfunction()

# Sets `out` to code that puts the launcher before the command of a test, or to
# an empty text. ctest itself reports a missing program, as for other tests.
function(_parallel_plain_launcher out name program)
  set(${out} "" PARENT_SCOPE)
  _parallel_plain_markers(is_launched markers "${name}")
  if(NOT is_launched OR program STREQUAL "NOT_AVAILABLE"
     OR (IS_ABSOLUTE "${program}" AND NOT EXISTS "${program}"))
    return()
  endif()
  if(markers MATCHES "(^|,)mpi:")
    _parallel_plain_test_key(key "${name}")
    set(_parallel_mpi "${_parallel_launched_mpi_${key}}")
  endif()
  _parallel_launcher_options(options "${markers}")
  _parallel_quote(code "${_parallel_launcher}")
  _parallel_quote_items(options options)
  _parallel_plain_output(output "${name}")
  if(NOT output STREQUAL "")
    string(PREPEND options " --output=${output}")
  endif()
  set(${out} "${code} \"--name=\${ARGV0}\"${options} --" PARENT_SCOPE)
endfunction()

# Sets `out` to code that passes all `count` arguments of the calling function
# to `command`, including empty ones and those with semicolons. `launcher` comes
# after the first argument.
function(_parallel_forward out command count launcher)
  set(code "${command}(")
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(APPEND code " \"\${ARGV${index}}\"")
    if(index EQUAL 0 AND NOT launcher STREQUAL "")
      string(APPEND code " ${launcher}")
    endif()
  endforeach()
  set(${out} "${code})" PARENT_SCOPE)
endfunction()
