# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes the declared capacities to files, for discovery and ctest, and rejects
# requests that exceed them.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Memory.cmake")

# Records that the test or target of `call` has these markers. Their requests
# are checked when all capacities are known.
function(_parallel_remember_requests call markers)
  foreach(marker IN LISTS markers)
    _parallel_read_request(name amount "${marker}")
    if(NOT name STREQUAL "")
      set_property(
        GLOBAL APPEND PROPERTY PARALLEL_TESTING_REQUESTS
        "${call}|${name}|${amount}"
      )
    endif()
  endforeach()
endfunction()

# Writes the file of capacities after the whole project was read.
function(_parallel_write_capacities_later)
  get_property(done GLOBAL PROPERTY PARALLEL_TESTING_CAPACITIES_DEFERRED)
  if(NOT done)
    set_property(GLOBAL PROPERTY PARALLEL_TESTING_CAPACITIES_DEFERRED TRUE)
    cmake_language(
      DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _parallel_write_capacities)
  endif()
endfunction()

# Writes <build>/parallel_testing/capacities.cmake, for discovery and ctest.
function(_parallel_write_capacities)
  get_property(names GLOBAL PROPERTY PARALLEL_TESTING_CAPACITIES)
  list(SORT names)
  set(content "set(_parallel_capacities \"${names}\")\n")
  foreach(name IN LISTS names)
    get_property(capacity GLOBAL PROPERTY PARALLEL_TESTING_CAPACITY_${name})
    string(APPEND content "set(_parallel_capacity_${name} \"${capacity}\")\n")
  endforeach()
  _parallel_known_fixtures(fixtures)
  string(APPEND content "set(_parallel_fixtures \"${fixtures}\")\n")
  get_property(intercept GLOBAL PROPERTY PARALLEL_TESTING_INTERCEPT)
  if(intercept)
    string(APPEND content "set(_parallel_plain_tests_have_groups TRUE)\n")
  endif()
  file(CONFIGURE
    OUTPUT "${CMAKE_BINARY_DIR}/parallel_testing/capacities.cmake"
    CONTENT "${content}" @ONLY
  )
  get_property(reads GLOBAL PROPERTY PARALLEL_TESTING_READS)
  list(REMOVE_DUPLICATES reads)
  list(TRANSFORM reads REPLACE "(.+)" "_parallel_reads(\\1)\n")
  get_property(bound GLOBAL PROPERTY PARALLEL_TESTING_BOUND)
  get_property(launched GLOBAL PROPERTY PARALLEL_TESTING_LAUNCHED)
  get_property(coverage GLOBAL PROPERTY PARALLEL_TESTING_COVERAGE)
  string(CONCAT content ${bound} ${launched} ${reads} ${coverage})
  file(CONFIGURE
    OUTPUT "${CMAKE_BINARY_DIR}/parallel_testing/index/project.cmake"
    CONTENT "${content}" @ONLY
  )
  _parallel_check_requests()
  _parallel_check_device_tests()
  _parallel_check_marked_targets()
  _parallel_check_names("${fixtures}" "${names}")
endfunction()

# Rejects tests that nothing shows the devices that ctest finds for them.
function(_parallel_check_device_tests)
  get_property(calls GLOBAL PROPERTY PARALLEL_TESTING_UNLAUNCHED_DEVICES)
  get_property(capacity GLOBAL PROPERTY PARALLEL_TESTING_CAPACITY_gpu)
  if("${capacity}" MATCHES "^search;")
    foreach(call IN LISTS calls)
      message(FATAL_ERROR
        "${call}: LAUNCHER is OFF, but the launcher sets the variables by "
        "which the test finds its devices\n"
        "  remedy: leave LAUNCHER OFF out, or write resource:gpu:<per cent> and "
        "read allocations_of(\"gpu\") in the test"
      )
    endforeach()
  endif()
endfunction()

# Rejects requests for more than there is.
function(_parallel_check_requests)
  get_property(requests GLOBAL PROPERTY PARALLEL_TESTING_REQUESTS)
  foreach(request IN LISTS requests)
    string(REGEX MATCH "^(.*)\\|([^|]*)\\|([0-9]+[dMp]?)$" request "${request}")
    set(call "${CMAKE_MATCH_1}")
    set(name "${CMAKE_MATCH_2}")
    set(amount "${CMAKE_MATCH_3}")
    get_property(capacity GLOBAL PROPERTY "PARALLEL_TESTING_CAPACITY_${name}")
    # Which devices there are is known when ctest starts.
    if("${capacity}" MATCHES "^(search;.*)?$")
      continue()
    endif()
    _parallel_known_capacity(capacity "${capacity}")
    _parallel_check_request(problem "${name}" ${amount} "${capacity}")
    if(NOT problem STREQUAL "")
      message(FATAL_ERROR "${call}: ${problem}")
    endif()
  endforeach()
endfunction()
