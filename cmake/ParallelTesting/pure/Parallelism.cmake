# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Counts the processors that this process may use: those of its affinity,
# limited by the quota of its control groups. ctest itself counts the processors
# of the machine.

# Sets `out` to the number of processors in a list such as `0-3,8`, or to 0 if
# the text is not such a list. Pure.
function(_parallel_count_processors out text)
  set(count 0)
  string(REPLACE "," ";" ranges "${text}")
  foreach(range IN LISTS ranges)
    if(range MATCHES "^([0-9]+)-([0-9]+)$")
      math(EXPR count "${count} + ${CMAKE_MATCH_2} - ${CMAKE_MATCH_1} + 1")
    elseif(range MATCHES "^[0-9]+$")
      math(EXPR count "${count} + 1")
    endif()
  endforeach()
  set(${out} ${count} PARENT_SCOPE)
endfunction()

# Sets `out` to the number of cores that this process may use; the processors
# (hardware threads) of a core count once. `root` is prepended to the paths of
# system files.
function(_parallel_available_cores out root)
  set(cores "")
  set(line "")
  if(EXISTS "${root}/proc/self/status")
    file(STRINGS "${root}/proc/self/status" line
      REGEX "^Cpus_allowed_list:" LIMIT_COUNT 1)
  endif()
  string(REGEX REPLACE "^Cpus_allowed_list:[ \t]*" "" line "${line}")
  string(REPLACE "," ";" ranges "${line}")
  foreach(range IN LISTS ranges)
    if(NOT range MATCHES "^([0-9]+)(-([0-9]+))?$")
      continue()
    endif()
    set(last "${CMAKE_MATCH_1}")
    if(NOT "${CMAKE_MATCH_3}" STREQUAL "")
      set(last "${CMAKE_MATCH_3}")
    endif()
    foreach(processor RANGE ${CMAKE_MATCH_1} ${last})
      _parallel_first_line(siblings
        "${root}/sys/devices/system/cpu/cpu${processor}/topology/thread_siblings_list")
      if(NOT siblings MATCHES "^[0-9]+")
        set(siblings ${processor})
      endif()
      string(REGEX MATCH "^[0-9]+" core "${siblings}")
      list(APPEND cores ${core})
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES cores)
  list(LENGTH cores count)
  _parallel_least(count ${count})
  set(${out} ${count} PARENT_SCOPE)
endfunction()

# Sets `out` to the number of processors that a quota grants, rounded up, or to
# 0 if it limits nothing. Pure.
function(_parallel_quota_processors out quota period)
  set(count 0)
  if(quota MATCHES "^[1-9][0-9]*$" AND period MATCHES "^[1-9][0-9]*$")
    math(EXPR count "(${quota} + ${period} - 1) / ${period}")
  endif()
  set(${out} ${count} PARENT_SCOPE)
endfunction()

# Sets `out` to the smallest of the following numbers, ignoring zeros, or to 1
# if there is none. Pure.
function(_parallel_least out)
  set(least 0)
  foreach(number IN LISTS ARGN)
    if(number GREATER 0 AND (least EQUAL 0 OR number LESS least))
      set(least ${number})
    endif()
  endforeach()
  if(least EQUAL 0)
    set(least 1)
  endif()
  set(${out} ${least} PARENT_SCOPE)
endfunction()

# Sets `out` to the first line of a file; empty if it cannot be read.
function(_parallel_first_line out path)
  set(line "")
  if(EXISTS "${path}")
    file(STRINGS "${path}" line LIMIT_COUNT 1)
  endif()
  set(${out} "${line}" PARENT_SCOPE)
endfunction()

# Sets `out` to the directories of the control groups of this process for
# `controller`, each with its parents up to the root of its hierarchy. `root` is
# prepended to the paths of system files.
function(_parallel_control_groups out controller root)
  set(lines "")
  if(EXISTS "${root}/proc/self/cgroup")
    file(STRINGS "${root}/proc/self/cgroup" lines)
  endif()
  set(found "")
  foreach(line IN LISTS lines)
    if(line MATCHES "^0::(/.*)$")
      set(mounts . unified)
    elseif(line MATCHES "^[0-9]+:([a-z,]*,)?${controller}(,[a-z,]*)?:(/.*)$")
      set(mounts ${controller})
      if(controller STREQUAL "cpu")
        list(APPEND mounts cpu,cpuacct)
      endif()
    else()
      continue()
    endif()
    string(REGEX REPLACE "^[^:]*:[^:]*:" "" group "${line}")
    string(REGEX REPLACE "/$" "" group "${group}")
    foreach(mount IN LISTS mounts)
      set(rest "${group}")
      while(TRUE)
        list(APPEND found "${root}/sys/fs/cgroup/${mount}${rest}")
        if(NOT rest MATCHES "/")
          break()
        endif()
        string(REGEX REPLACE "/[^/]*$" "" rest "${rest}")
      endwhile()
    endforeach()
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# Sets `out` to the number of processors that this process may keep busy, at
# least 1. `root` is prepended to the paths of system files.
function(_parallel_available_parallelism out root)
  set(limits "")
  if(EXISTS "${root}/proc/self/status")
    file(STRINGS "${root}/proc/self/status" line
      REGEX "^Cpus_allowed_list:" LIMIT_COUNT 1)
    string(REGEX REPLACE "^Cpus_allowed_list:[ \t]*" "" line "${line}")
    _parallel_count_processors(processors "${line}")
    list(APPEND limits ${processors})
  else()
    cmake_host_system_information(
      RESULT processors QUERY NUMBER_OF_LOGICAL_CORES)
    list(APPEND limits ${processors})
  endif()

  _parallel_control_groups(groups cpu "${root}")
  foreach(group IN LISTS groups)
    _parallel_first_line(line "${group}/cpu.max")
    if(line MATCHES "^([^ ]+) ([0-9]+)$")
      _parallel_quota_processors(
        processors "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
      list(APPEND limits ${processors})
    endif()
    _parallel_first_line(quota "${group}/cpu.cfs_quota_us")
    _parallel_first_line(period "${group}/cpu.cfs_period_us")
    _parallel_quota_processors(processors "${quota}" "${period}")
    list(APPEND limits ${processors})
  endforeach()
  _parallel_least(processors ${limits})
  set(${out} ${processors} PARENT_SCOPE)
endfunction()
