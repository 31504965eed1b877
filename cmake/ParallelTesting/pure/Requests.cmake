# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Relates the requests of markers to capacities, and to what CTest needs. Pure.
#
# A capacity is a list:
#   units <n>                n distinct things, each held by one test
#   amount <n>               n units of something, not distinguished
#   ids <slots> <id>...      these things, each with slots for several tests
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

# Sets `problem` to why the request can never be met; empty if it can.
function(_parallel_check_request problem name amount capacity)
  set(${problem} "" PARENT_SCOPE)
  list(GET capacity 0 kind)
  list(GET capacity 1 most)
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
  if(kind STREQUAL "amount")
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
