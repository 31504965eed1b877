# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The memory that this process may use, and capacities that depend on it.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/Parallelism.cmake")

# Sets `out` to the RAM or the smallest limit of the control groups, in MiB.
# `root` is prepended to the paths of system files.
function(_parallel_available_memory out root)
  set(limits "")
  set(line "")
  if(EXISTS "${root}/proc/meminfo")
    file(STRINGS "${root}/proc/meminfo" line REGEX "^MemTotal:" LIMIT_COUNT 1)
  endif()
  if(line MATCHES "([0-9]+) kB")
    math(EXPR memory "${CMAKE_MATCH_1} / 1024")
  else()
    cmake_host_system_information(RESULT memory QUERY TOTAL_PHYSICAL_MEMORY)
  endif()
  list(APPEND limits ${memory})
  _parallel_control_groups(groups memory "${root}")
  foreach(group IN LISTS groups)
    foreach(file IN ITEMS memory.max memory.limit_in_bytes)
      _parallel_first_line(line "${group}/${file}")
      # A limit with more digits means "no limit".
      if(line MATCHES "^[1-9][0-9]*$" AND line MATCHES "^.?.?.?.?.?.?.?.?.?.?.?.?.?.?.?.?$")
        math(EXPR memory "${line} / 1048576")
        list(APPEND limits ${memory})
      endif()
    endforeach()
  endforeach()
  _parallel_least(memory ${limits})
  set(${out} ${memory} PARENT_SCOPE)
endfunction()

# Sets `out` to a capacity in which AUTO is replaced by what this machine has.
# Among the capacities with AUTO, markers request only memory.
function(_parallel_known_capacity out capacity)
  if(capacity STREQUAL "auto")
    _parallel_available_memory(memory "")
    set(capacity amount ${memory})
  endif()
  set(${out} "${capacity}" PARENT_SCOPE)
endfunction()
