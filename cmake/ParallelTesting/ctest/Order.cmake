# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Decides which tests start first: computes COST from the time of each test in
# earlier runs. Tests that exclude each other form a chain, and a test counts
# the time of the rest of its chain, so that a long chain starts early. The
# times come from the tests themselves, for commands from CTest.

# Milliseconds for a test that never ran, and for one that is marked slow.
set(_parallel_unknown_time 1000)
set(_parallel_slow_time 10000)
# With more free tests than this, CTest sorts the rest by its own times.
set(_parallel_most_long_tests 2000)
# RUN_SERIAL tests are a separate phase, the first one: at the end, they would
# have to wait until the machine is idle. COST is a float, and a larger value
# would leave no digits for the time of the test.
set(_parallel_serial_cost 100000)

# Called by the files of the index for each test that is not free to run at any
# time. `key` is `<program>_<selector>`, both in hexadecimal digits. `locks` are
# joined by commas and include `=<capacity> <amount>`. `hint` is slow, serial or
# empty.
macro(_parallel_bound_test key locks hint)
  list(APPEND _parallel_bound_tests "${key}|${locks}|${hint}")
endmacro()

# Reads the times of tests. Sets `_parallel_time_<key>` in milliseconds, where
# the last line about a test counts, and `_parallel_long_tests`, the keys of
# some of the longest tests. There may be many tests, so no command here runs
# once for each of them.
macro(_parallel_read_times build)
  set(_parallel_lines "")
  if(EXISTS "${build}/Testing/ParallelTesting/times.txt")
    file(STRINGS "${build}/Testing/ParallelTesting/times.txt" _parallel_lines
      REGEX "^[0-9a-f]+_[0-9a-f]+ [0-9]+$")
  endif()
  if(NOT _parallel_lines STREQUAL "")
    list(JOIN _parallel_lines ")\nset(_parallel_time_" _parallel_code)
    cmake_language(EVAL CODE "set(_parallel_time_${_parallel_code})")
  endif()
  _parallel_find_long_tests(_parallel_long_tests "${_parallel_lines}")
  _parallel_read_ctest_times("${build}/Testing/Temporary/CTestCostData.txt")
endmacro()

# Sets `out` to the keys in `lines` with long times, in milliseconds: those with
# the most digits first, then those with fewer, down to two, as long as there are
# at most _parallel_most_long_tests in all.
function(_parallel_find_long_tests out lines)
  set(${out} "" PARENT_SCOPE)
  foreach(digits IN ITEMS
      "[0-9][0-9][0-9][0-9]+" "[0-9][0-9][0-9]" "[0-9][0-9]" "[0-9]")
    set(found "${lines}")
    list(FILTER found INCLUDE REGEX " [1-9]${digits}$")
    list(TRANSFORM found REPLACE " .*" "")
    list(APPEND long ${found})
    list(LENGTH long count)
    if(count GREATER _parallel_most_long_tests)
      return()
    endif()
    list(REMOVE_DUPLICATES long)
    set(${out} "${long}" PARENT_SCOPE)
  endforeach()
endfunction()

# Reads the times of commands from CTest. A line is `<name> <runs> <seconds>`.
macro(_parallel_read_ctest_times file)
  set(_parallel_ctest_lines "")
  if(EXISTS "${file}" AND _parallel_plain_tests_have_groups)
    file(STRINGS "${file}" _parallel_ctest_lines
      REGEX "^[^ ;]+ [1-9][0-9]* [0-9]+[.]?[0-9]*$")
  endif()
  foreach(_parallel_line IN LISTS _parallel_ctest_lines)
    string(REGEX MATCH "^([^ ]+) [0-9]+ ([0-9.]+)$" _parallel_line
      "${_parallel_line}")
    string(HEX "${CMAKE_MATCH_1}" _parallel_key)
    _parallel_scale(_parallel_time "${CMAKE_MATCH_2}" 1000)
    string(REGEX REPLACE "[.].*" "" _parallel_time "${_parallel_time}")
    set("_parallel_time__${_parallel_key}" ${_parallel_time})
  endforeach()
endmacro()

# Sets `out` to the milliseconds that a test will probably take.
macro(_parallel_expected_time out key hint)
  if(DEFINED "_parallel_time_${key}")
    set(${out} "${_parallel_time_${key}}")
  elseif("${hint}" STREQUAL "slow")
    set(${out} ${_parallel_slow_time})
  else()
    set(${out} ${_parallel_unknown_time})
  endif()
endmacro()

# Sets `out` to how long a test keeps a whole capacity busy: its time in
# proportion to its share, or 0 if nothing limits it.
function(_parallel_share_of out time name amount)
  set(share 0)
  if(DEFINED "_parallel_capacity_${name}")
    set(capacity "${_parallel_capacity_${name}}")
    if(amount MATCHES "[dMp]$")
      _parallel_device_slots(count amount ${amount} "${capacity}")
      math(EXPR amount "${count} * ${amount}")
    endif()
    list(POP_FRONT capacity kind number)
    list(LENGTH capacity ids)
    if(kind STREQUAL "devices")
      set(kind ids)
      set(number 100)
    endif()
    if(kind STREQUAL "ids")
      math(EXPR number "${number} * ${ids}")
    endif()
    math(EXPR share "${time} * ${amount} / ${number}")
  endif()
  set(${out} ${share} PARENT_SCOPE)
endfunction()

# Sets `_parallel_cost_<key>`, in milliseconds, for the tests that are not free
# to run in any order. Pure, except for the variables that it sets in the
# caller.
function(_parallel_compute_costs)
  set(chains "")
  foreach(test IN LISTS _parallel_bound_tests)
    string(REPLACE "|" ";" test "${test};")
    list(GET test 0 key)
    list(GET test 1 locks)
    list(GET test 2 hint)
    _parallel_expected_time(time "${key}" "${hint}")
    set(cost_${key} ${time})
    if(hint STREQUAL "serial")
      math(EXPR cost_${key} "${time} + 1000 * ${_parallel_serial_cost}")
    endif()
    list(APPEND keys "${key}")
    # Padded, so that sorting the texts sorts the numbers.
    math(EXPR padded "1000000000000 + ${time}")
    string(REPLACE "," ";" locks "${locks}")
    foreach(lock IN LISTS locks)
      set(share ${time})
      if(lock MATCHES "^=(.*) ([0-9]+[dMp]?)$")
        set(lock "=${CMAKE_MATCH_1}")
        _parallel_share_of(share ${time} "${CMAKE_MATCH_1}" ${CMAKE_MATCH_2})
      endif()
      set(is_read FALSE)
      # The markers lock:<name> and database:<name>.
      if(DEFINED "_parallel_read_lock:${lock}"
         OR DEFINED "_parallel_read_${lock}")
        set(is_read TRUE)
      endif()
      string(HEX "${lock}" lock)
      set(is_read_${lock} ${is_read})
      list(APPEND chain_${lock} "${padded}|${key}|${share}")
      list(APPEND chains ${lock})
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES chains)
  foreach(lock IN LISTS chains)
    # From the shortest to the longest: all shorter tests follow a test.
    list(SORT chain_${lock})
    set(rest 0)
    if(is_read_${lock})
      # Readers wait for the last writer. There may be many, so their times are
      # not looked up: they count like the longest writer.
      list(GET chain_${lock} -1 link)
      string(REGEX MATCH "[^|]*$" rest "${link}")
    endif()
    foreach(link IN LISTS chain_${lock})
      string(REGEX MATCH "[|](.*)[|](.*)$" link "${link}")
      set(key "${CMAKE_MATCH_1}")
      math(EXPR rest "${rest} + ${CMAKE_MATCH_2}")
      if(rest GREATER cost_${key})
        set(cost_${key} ${rest})
      endif()
    endforeach()
  endforeach()
  foreach(key IN LISTS keys)
    set("_parallel_cost_${key}" ${cost_${key}} PARENT_SCOPE)
  endforeach()
  # Free tests matter if they are long. Setting COST for each of them would take
  # ctest too long.
  foreach(key IN LISTS _parallel_long_tests)
    if(NOT DEFINED "cost_${key}")
      set("_parallel_cost_${key}" ${_parallel_time_${key}} PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# Sets `_parallel_has_costs` and the costs.
macro(_parallel_start_order)
  set(_parallel_has_costs FALSE)
  if(_parallel_will_run AND _parallel_shuffle_seed STREQUAL ""
     AND NOT "$ENV{PARALLEL_TESTING_ORDER}" STREQUAL "declared")
    _parallel_build_directory(_parallel_build)
    _parallel_read_times("${_parallel_build}")
    _parallel_compute_costs()
    if(NOT "${_parallel_long_tests}${_parallel_bound_tests}" STREQUAL "")
      set(_parallel_has_costs TRUE)
    endif()
  endif()
endmacro()

# Sets `out` to the COST of a test, in seconds, or to an empty text. It is
# called for each of many tests: ctest divides by a thousand faster than a
# script.
function(_parallel_cost_of out key)
  set(cost "")
  if(DEFINED "_parallel_cost_${key}")
    set(cost "${_parallel_cost_${key}}e-3")
  endif()
  set(${out} "${cost}" PARENT_SCOPE)
endfunction()

# Sets the COST of a case.
function(_parallel_set_cost test selector)
  string(HEX "${selector}" key)
  _parallel_cost_of(cost "${_parallel_program}_${key}")
  if(NOT cost STREQUAL "")
    cmake_language(CALL ${_parallel_set_case_properties}
      "${test}" PROPERTIES COST ${cost})
  endif()
endfunction()
