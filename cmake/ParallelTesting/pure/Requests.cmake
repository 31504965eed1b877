# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Relates the requests of markers to capacities, and to what CTest needs. Pure.
#
# A capacity is a list:
#   units <n>                n distinct things, each held by one test
#   amount <n>               n units of something, not distinguished
#   ids <slots> <id>...      these things, each with slots for several tests
#   devices <MiB> <id>...    the devices of this machine, each with a slot for
#                            every per cent of it; the smallest has <MiB>, or 0
#                            if that is unknown
#
# An amount is a number of units or slots or, of devices, one of
#   <n>d                     n whole devices
#   <n>M                     n MiB of one device
#   <n>p                     n per cent of one device
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/Nearest.cmake")

# Sets `out` to a size in MiB, rounded up.
function(_parallel_mebibytes out number unit)
  set(bytes_B 1)
  set(bytes_KB 1000)
  set(bytes_KiB 1024)
  set(bytes_MB 1000000)
  set(bytes_MiB 1048576)
  set(bytes_GB 1000000000)
  set(bytes_GiB 1073741824)
  math(EXPR size "(${number} * ${bytes_${unit}} + 1048575) / 1048576")
  set(${out} ${size} PARENT_SCOPE)
endfunction()

# Sets `count` to how many ids of the capacity a test takes for an amount of
# devices, and `slots` to the slots of each.
function(_parallel_device_slots count slots amount capacity)
  list(POP_FRONT capacity kind number)
  string(REGEX MATCH "^([0-9]+)(.)$" amount "${amount}")
  set(ids 1)
  set(each ${number})
  set(per_cent 100)
  if(kind STREQUAL "devices")
    set(each 100)
  elseif(kind STREQUAL "units")
    set(each 1)
  endif()
  if(CMAKE_MATCH_2 STREQUAL "d")
    set(ids ${CMAKE_MATCH_1})
  elseif(CMAKE_MATCH_2 STREQUAL "p")
    math(EXPR each "(${each} * ${CMAKE_MATCH_1} + 99) / 100")
  elseif(kind STREQUAL "devices" AND number GREATER 0)
    math(EXPR each "(100 * ${CMAKE_MATCH_1} + ${number} - 1) / ${number}")
  endif()
  set(${count} ${ids} PARENT_SCOPE)
  set(${slots} ${each} PARENT_SCOPE)
endfunction()

# The same as _parallel_check_request(), for an amount of devices.
function(_parallel_check_device_request problem name amount capacity)
  set(${problem} "" PARENT_SCOPE)
  _parallel_device_slots(count slots ${amount} "${capacity}")
  list(POP_FRONT capacity kind number)
  list(LENGTH capacity there)
  if(kind STREQUAL "units")
    set(there ${number})
  endif()
  if(count GREATER there)
    set(${problem}
      "requests ${count} of the capacity '${name}', which has ${there}"
      PARENT_SCOPE
    )
  elseif(kind STREQUAL "devices" AND slots GREATER 100)
    string(REPLACE "M" "" amount "${amount}")
    set(${problem}
      "requests ${amount} MiB of the capacity '${name}', whose smallest device has ${number} MiB"
      PARENT_SCOPE
    )
  endif()
endfunction()

# Sets `problem` to why the request can never be met; empty if it can.
function(_parallel_check_request problem name amount capacity)
  set(${problem} "" PARENT_SCOPE)
  if(amount MATCHES "[dMp]$")
    _parallel_check_device_request(text ${name} ${amount} "${capacity}")
    set(${problem} "${text}" PARENT_SCOPE)
    return()
  endif()
  list(GET capacity 0 kind)
  list(GET capacity 1 most)
  if(kind STREQUAL "devices")
    set(kind ids)
    set(most 100)
  endif()
  if(amount GREATER most)
    set(unit "")
    if(name STREQUAL "memory")
      set(unit " MiB")
    endif()
    set(there "${most}${unit}")
    if(kind STREQUAL "ids")
      string(APPEND there " in one id")
    endif()
    set(${problem}
      "requests ${amount}${unit} of the capacity '${name}', which has ${there}"
      PARENT_SCOPE
    )
  endif()
endfunction()

# Sets `problem` to why the marker `<kind>:<name>` is probably wrong; empty if
# it is not. `fixtures` and `capacities` are the declared names.
function(_parallel_name_problem problem kind name fixtures capacities)
  set(${problem} "" PARENT_SCOPE)
  set(things "${capacities}")
  set(what "capacity")
  set(maker "parallel_declare_capacity(${name} ...)")
  if(kind STREQUAL "fixture")
    set(things "${fixtures}")
    set(what "fixture")
    set(maker
      "parallel_add_test(... PROPERTIES FIXTURES_SETUP ${name})")
  endif()
  _parallel_nearest(similar "${name}" ONLY_SURE ${things})
  if(NOT similar STREQUAL "")
    string(CONCAT text
      "unknown ${what} '${name}', did you mean '${kind}:${similar}'? "
      "Otherwise declare it: ${maker}"
    )
    set(${problem} "${text}" PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to the value of RESOURCE_GROUPS for a request.
function(_parallel_request_groups out name amount capacity)
  list(GET capacity 0 kind)
  if(amount MATCHES "[dMp]$")
    _parallel_device_slots(count amount ${amount} "${capacity}")
    set(group "${name}:${amount}")
    if(count GREATER 1)
      string(PREPEND group "${count},")
    endif()
    set(${out} "${group}" PARENT_SCOPE)
    return()
  endif()
  set(group "${name}:${amount}")
  if(kind STREQUAL "units")
    set(group "${name}:1")
    if(amount GREATER 1)
      string(PREPEND group "${amount},")
    endif()
  endif()
  set(${out} "${group}" PARENT_SCOPE)
endfunction()

# Sets `out` to the entry for a capacity in a resource spec. CTest assigns the
# lowest id in alphabetical order, so padded ids have no gaps.
function(_parallel_capacity_json out capacity)
  list(POP_FRONT capacity kind number)
  set(ids "${capacity}")
  set(slots ${number})
  if(kind STREQUAL "devices")
    set(slots 100)
  elseif(kind STREQUAL "amount")
    set(ids 0)
  elseif(kind STREQUAL "units")
    set(slots 1)
    set(ids "")
    string(LENGTH "${number}" width)
    math(EXPR last "${number} - 1")
    foreach(id RANGE ${last})
      string(LENGTH "${id}" length)
      math(EXPR padding "${width} - ${length}")
      string(REPEAT 0 ${padding} padding)
      list(APPEND ids "${padding}${id}")
    endforeach()
  endif()
  list(TRANSFORM ids REPLACE "(.+)" "{\"id\": \"\\1\", \"slots\": ${slots}}")
  list(JOIN ids ", " ids)
  set(${out} "[${ids}]" PARENT_SCOPE)
endfunction()

# Sets `out` to the resource type with which CTest schedules the readers and
# writers of a lock.
function(_parallel_lock_type out key)
  string(MD5 digest "${key}")
  string(SUBSTRING "${digest}" 0 8 digest)
  string(TOLOWER "${key}" word)
  string(REGEX REPLACE "[^a-z0-9_]" "_" word "${word}")
  set(${out} "parallel_testing_${word}_${digest}" PARENT_SCOPE)
endfunction()
