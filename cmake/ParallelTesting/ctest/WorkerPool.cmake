# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# PARALLEL_TESTING_JOBS=auto|N: no more tests at once than this machine gives
# us processors, whatever level ctest was started with. Each test takes a slot
# of a resource that is declared while ctest starts.

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Sets `out` to the size of the pool that is asked for, or to 0.
function(_parallel_wanted_pool out)
  set(${out} 0 PARENT_SCOPE)
  if(_parallel_lists)
    return()
  endif()
  set(jobs "$ENV{PARALLEL_TESTING_JOBS}")
  if(jobs STREQUAL "")
    if(_parallel_jobs STREQUAL "auto" AND CMAKE_VERSION VERSION_LESS 3.29)
      _parallel_warn(
        "this ctest reads '-j auto' as '-j 1' and runs one test at a time. "
        "Set PARALLEL_TESTING_JOBS=auto and give a number that is large "
        "enough, as in: PARALLEL_TESTING_JOBS=auto ctest -j 64"
      )
    endif()
    return()
  endif()
  if(jobs STREQUAL "auto")
    include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../Parallelism.cmake")
    _parallel_available_parallelism(jobs "")
  elseif(NOT jobs MATCHES "^[1-9][0-9]?[0-9]?$")
    _parallel_warn(
      "PARALLEL_TESTING_JOBS='${jobs}' is ignored: it is 'auto' or a number "
      "from 1 to 999"
    )
    return()
  endif()
  if(_parallel_user_spec_file OR DEFINED CTEST_RESOURCE_SPEC_FILE)
    _parallel_warn(
      "PARALLEL_TESTING_JOBS is ignored, because ctest reads one resource "
      "spec file only and this project or command line brings its own. Use "
      "ctest -j instead."
    )
    return()
  endif()
  set(${out} ${jobs} PARENT_SCOPE)
endfunction()

# Writes the resource spec of a pool and sets `out` to its path. Ids are
# padded, because ctest hands out the lowest one in alphabetical order.
function(_parallel_write_pool out size)
  string(LENGTH "${size}" width)
  math(EXPR last "${size} - 1")
  set(slots "")
  foreach(id RANGE ${last})
    string(LENGTH "${id}" length)
    math(EXPR padding "${width} - ${length}")
    string(REPEAT 0 ${padding} padding)
    list(APPEND slots "{\"id\": \"${padding}${id}\", \"slots\": 1}")
  endforeach()
  list(JOIN slots ", " slots)
  _parallel_build_directory(build)
  set(path "${build}/Testing/ParallelTesting/workers-${size}.json")
  set(content
    "{\"version\": {\"major\": 1, \"minor\": 0}, \"local\": "
    "[{\"parallel_testing_worker\": [${slots}]}]}\n"
  )
  string(CONCAT content ${content})
  # Two ctests may start at once: the content depends on the name only.
  string(RANDOM LENGTH 8 suffix)
  file(WRITE "${path}.${suffix}" "${content}")
  file(RENAME "${path}.${suffix}" "${path}")
  set(${out} "${path}" PARENT_SCOPE)
endfunction()

macro(_parallel_start_worker_pool)
  set(_parallel_pool_size 0)
  _parallel_wanted_pool(_parallel_pool_size)
  if(_parallel_pool_size GREATER 0)
    _parallel_write_pool(CTEST_RESOURCE_SPEC_FILE ${_parallel_pool_size})
    _parallel_take_slots()
  endif()
endmacro()

# From here on every test that is loaded takes a slot, also those that the
# project adds without us. ctest appends to RESOURCE_GROUPS, so that groups of
# the test's own stay.
function(_parallel_take_slots)
  function(add_test)
    _parallel_forward(_add_test ${ARGC})
    cmake_language(EVAL CODE "${forward}")
    _set_tests_properties(
      "${ARGV0}" PROPERTIES RESOURCE_GROUPS parallel_testing_worker:1)
  endfunction()

  # A test that keeps several processors busy takes as many slots.
  function(set_tests_properties)
    _parallel_forward(_set_tests_properties ${ARGC})
    cmake_language(EVAL CODE "${forward}")
    string(FIND "${ARGV}" ";PROCESSORS;" at)
    if(at LESS 0)
      return()
    endif()
    list(FIND ARGV PROPERTIES properties)
    list(FIND ARGV PROCESSORS key)
    math(EXPR key "${key} + 1")
    list(GET ARGV ${key} processors)
    if(processors GREATER _parallel_pool_size)
      set(processors ${_parallel_pool_size})
    endif()
    if(processors GREATER 1)
      math(EXPR more "${processors} - 1")
      list(SUBLIST ARGV 0 ${properties} tests)
      _set_tests_properties(
        ${tests} PROPERTIES RESOURCE_GROUPS
        "${more},parallel_testing_worker:1"
      )
    endif()
  endfunction()
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
