# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What is added to tests while ctest loads them, also to those that the project
# adds without us: a worker of the pool, the groups of parallel_add_test(), the
# multiplier of time-outs, the place in a shuffled order.

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# ctest appends to RESOURCE_GROUPS, so that groups of the test's own stay.
function(_parallel_intercept_tests)
  if(_parallel_pool_size GREATER 0 OR NOT _parallel_shuffle_seed STREQUAL "")
    function(add_test)
      _parallel_forward(_add_test ${ARGC})
      cmake_language(EVAL CODE "${forward}")
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
    _parallel_forward(_set_tests_properties ${ARGC})
    cmake_language(EVAL CODE "${forward}")
    list(FIND ARGV PROPERTIES properties)
    list(SUBLIST ARGV 0 ${properties} tests)
    set(added "")
    _parallel_given(processors PROCESSORS "${ARGV}")
    if(_parallel_pool_size GREATER 0 AND NOT processors STREQUAL "")
      _parallel_more_workers(added "${processors}")
    endif()
    _parallel_given(groups PARALLEL_TESTING_GROUPS "${ARGV}")
    if(groups MATCHES "^([^|]*)[|]([^|]*)[|]([^|]*)$")
      _parallel_add_groups(
        added "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" "${CMAKE_MATCH_3}")
      _parallel_given(cost COST "${ARGV}")
      if(_parallel_has_costs AND cost STREQUAL "")
        string(HEX "${tests}" key)
        _parallel_cost_of(cost "_${key}")
        list(APPEND added COST ${cost})
      endif()
    endif()
    _parallel_given(timeout TIMEOUT "${ARGV}")
    if(NOT _parallel_timeout_multiplier STREQUAL "1"
       AND NOT timeout STREQUAL "")
      _parallel_scale(timeout "${timeout}" "${_parallel_timeout_multiplier}")
      list(APPEND added TIMEOUT ${timeout})
    endif()
    if(NOT added STREQUAL "")
      _set_tests_properties(${tests} PROPERTIES ${added})
    endif()
  endfunction()
endfunction()

# Sets `out` to the value of a property in `arguments`, or to nothing.
function(_parallel_given out property arguments)
  set(${out} "" PARENT_SCOPE)
  list(FIND arguments ${property} at)
  if(NOT at LESS 0)
    math(EXPR at "${at} + 1")
    list(GET arguments ${at} value)
    set(${out} "${value}" PARENT_SCOPE)
  endif()
endfunction()

# A test that keeps several processors busy takes as many workers.
function(_parallel_more_workers out processors)
  if(processors GREATER _parallel_pool_size)
    set(processors ${_parallel_pool_size})
  endif()
  if(processors GREATER 1)
    math(EXPR more "${processors} - 1")
    set(${out} RESOURCE_GROUPS "${more},parallel_testing_worker:1" PARENT_SCOPE)
  endif()
endfunction()

# Sets `forward` to code that hands all arguments of the calling function on,
# empty ones and those with semicolons included.
function(_parallel_forward command count)
  set(forward "${command}(")
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(APPEND forward " \"\${ARGV${index}}\"")
  endforeach()
  set(forward "${forward})" PARENT_SCOPE)
endfunction()

endblock()
