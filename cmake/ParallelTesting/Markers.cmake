# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The only place where markers are read, checked and turned into test
# properties. Pure: text in, properties and problems out.
#
# A marker is `name` or `name:argument[:argument]`. Each form below names what
# CTest is told: RUN_SERIAL, RESOURCE_LOCK, FIXTURES_REQUIRED, PROCESSORS,
# TIMEOUT or LABELS. What becomes RESOURCE_GROUPS depends on capacities and on
# other tests, and is decided when ctest loads the tests.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/Nearest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Requests.cmake")

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Sets `out` to the labels that need no declaration.
function(_parallel_builtin_labels out)
  set(${out}
    unit integration slow fast auth api db network smoke e2e
    PARENT_SCOPE
  )
endfunction()

# Sets `out` to how the marker `name` is written, or to nothing when there is
# no such marker.
function(_parallel_marker_usage out name)
  set(usage_no_parallel "no_parallel or no_parallel:<group>")
  set(usage_serial "serial")
  set(usage_lock "lock:<name> or lock:<name>:shared")
  set(usage_port "port:<1-65535>")
  set(usage_ports "ports or ports:<count>")
  set(usage_database "database, database:<name> or database:<name>:shared")
  set(usage_resource "resource:<name> or resource:<name>:<count>")
  set(usage_memory
    "memory:<number>KiB, MiB, GiB, KB, MB, GB or B, also with :hard")
  set(usage_supervised "supervised")
  set(usage_isolate
    "isolate, isolate:network, isolate:tmp, isolate:ipc or isolate:pid")
  set(usage_leak "leak:fail, leak:warn or leak:allow")
  set(usage_grace "grace:<seconds>")
  set(usage_threads "threads:<count>")
  set(usage_timeout "timeout:<seconds>")
  set(usage_fixture "fixture:<name>")
  set(usage_group "group:<name>")
  set(usage_flaky "flaky:<retries>")
  set(${out} "${usage_${name}}" PARENT_SCOPE)
endfunction()

# Sets `out` to the names of all markers that are no labels.
function(_parallel_marker_names out)
  set(${out}
    no_parallel serial lock port ports database resource memory threads
    timeout fixture group flaky supervised isolate leak grace
    PARENT_SCOPE
  )
endfunction()

# Sets `problem` to what is wrong with a label that is being declared, or to
# nothing.
function(_parallel_check_label problem label)
  set(${problem} "" PARENT_SCOPE)
  string(LENGTH "${label}" length)
  if(NOT label MATCHES "^[A-Za-z0-9_.-]+$" OR length GREATER 100)
    set(${problem}
      "'${label}' cannot be a label: a label is 1 to 100 of A-Z a-z 0-9 _ . -"
      PARENT_SCOPE
    )
  endif()
endfunction()

# Reads one marker. Sets `property` and `value` to what it tells CTest. What is
# decided later has property `request`, or `reads` with the key of the lock;
# what is no marker has property `unknown`, a wrong argument `malformed`.
function(_parallel_read_marker property value marker labels)
  set(name "[A-Za-z0-9_.-]+")
  set(count "[1-9][0-9]*")
  set(key unknown)
  set(what "")
  if(marker IN_LIST labels)
    set(key LABELS)
    set(what "${marker}")
  elseif(marker MATCHES "^(no_parallel|serial)$")
    set(key RUN_SERIAL)
    set(what TRUE)
  elseif(marker MATCHES "^(no_parallel|lock):(${name})$")
    set(key RESOURCE_LOCK)
    set(what "${CMAKE_MATCH_2}")
  elseif(marker MATCHES "^database:${name}$")
    set(key RESOURCE_LOCK)
    set(what "${marker}")
  elseif(marker MATCHES "^port:(${count})$" AND CMAKE_MATCH_1 LESS 65536)
    set(key RESOURCE_LOCK)
    set(what "${marker}")
  elseif(marker MATCHES "^flaky:([1-9][0-9]?)$")
    # `parallel-testing run` reads the label; CTest retries by option only.
    set(key LABELS)
    set(what "${marker}")
  elseif(marker MATCHES "^fixture:(${name})$")
    set(key FIXTURES_REQUIRED)
    set(what "${CMAKE_MATCH_1}")
  elseif(marker MATCHES "^threads:(${count})$" AND CMAKE_MATCH_1 LESS 10000)
    set(key PROCESSORS)
    set(what "${CMAKE_MATCH_1}")
  elseif(marker MATCHES "^timeout:([0-9]+(\\.[0-9]+)?)$"
         AND CMAKE_MATCH_1 GREATER 0)
    set(key TIMEOUT)
    set(what "${CMAKE_MATCH_1}")
  elseif(marker MATCHES "^((lock|database):${name}):shared$")
    set(key reads)
    set(what "${CMAKE_MATCH_1}")
  elseif(marker MATCHES "^group:${name}$")
    # DIST loadgroup reads it; CTest has nothing to know.
    set(key group)
  elseif(marker STREQUAL "isolate")
    # Without name spaces such tests take turns; see ctest/Launcher.cmake.
    set(key RESOURCE_LOCK)
    set(what isolate:network isolate:tmp isolate:ipc)
  elseif(marker MATCHES "^isolate:(network|tmp|ipc|pid)$")
    set(key RESOURCE_LOCK)
    set(what "${marker}")
  elseif(marker MATCHES "^(supervised|leak:(fail|warn|allow))$"
         OR (marker MATCHES "^grace:([0-9]+(\\.[0-9]+)?)$"
         AND CMAKE_MATCH_1 GREATER 0))
    # For the launcher.
    set(key launcher)
  else()
    _parallel_read_request(what amount "${marker}")
    set(key request)
    if(what STREQUAL "")
      string(REGEX REPLACE ":.*" "" head "${marker}")
      _parallel_marker_names(names)
      set(key unknown)
      if(head IN_LIST names)
        set(key malformed)
      endif()
    endif()
  endif()
  if(key MATCHES "^(RESOURCE_LOCK|FIXTURES_REQUIRED|reads|request|group)$")
    string(REPLACE ":" ";" arguments "${marker}")
    foreach(argument IN LISTS arguments)
      string(LENGTH "${argument}" length)
      if(length GREATER 100)
        set(key malformed)
      endif()
    endforeach()
  endif()
  set(${property} ${key} PARENT_SCOPE)
  set(${value} "${what}" PARENT_SCOPE)
endfunction()

# Sets `out` to the sentence for a marker whose property is `unknown` or
# `malformed`.
function(_parallel_marker_problem out property marker labels)
  string(REGEX REPLACE ":.*" "" head "${marker}")
  if(property STREQUAL "malformed")
    _parallel_marker_usage(usage ${head})
    set(text "malformed marker '${marker}': write ${usage}")
    if(NOT marker MATCHES ":")
      string(APPEND text
        ". A plain label must be declared: "
        "parallel_testing_labels(${marker})"
      )
    endif()
  else()
    _parallel_marker_names(names)
    _parallel_nearest(nearest "${head}" ${names} ${labels})
    if(nearest)
      string(REGEX REPLACE "^[^:]+" "${nearest}" nearest "${marker}")
      set(text "unknown marker '${marker}', did you mean '${nearest}'?")
    else()
      set(text "unknown marker '${marker}'.")
    endif()
    if(NOT marker MATCHES ":")
      string(APPEND text
        " A label must be declared: parallel_testing_labels(${marker})")
    endif()
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to TRUE when `tag`, a Catch2 tag without a colon, looks like a
# misspelt marker. Only markers that need no argument can be meant, and the
# shorter a word the more likely it is simply another word: `app` is not
# `api`, `flow` is not `slow`.
function(_parallel_is_misspelt_tag out tag labels)
  set(${out} FALSE PARENT_SCOPE)
  string(LENGTH "${tag}" tag_length)
  foreach(word IN ITEMS
    no_parallel serial ports database supervised isolate LISTS labels
  )
    string(LENGTH "${word}" length)
    math(EXPR longer "${tag_length} - ${length}")
    if(length LESS 3 OR longer GREATER 2 OR longer LESS -2)
      continue()
    endif()
    # Two mistakes leave one of three pieces of a word as it is.
    math(EXPR piece "${length} / 3")
    math(EXPR rest "2 * ${piece}")
    string(SUBSTRING "${word}" 0 ${piece} first)
    string(SUBSTRING "${word}" ${piece} ${piece} second)
    string(SUBSTRING "${word}" ${rest} -1 third)
    string(FIND "${tag}" "${first}" at_first)
    string(FIND "${tag}" "${second}" at_second)
    string(FIND "${tag}" "${third}" at_third)
    if(at_first LESS 0 AND at_second LESS 0 AND at_third LESS 0)
      continue()
    endif()
    _parallel_edit_distance(distance "${tag}" "${word}")
    set(allowed 1)
    if(length GREATER 6)
      set(allowed 2)
    elseif(length LESS 5 AND longer EQUAL 0)
      _parallel_is_swap(swap "${tag}" "${word}")
      if(NOT swap)
        set(allowed 0)
      endif()
    endif()
    if(distance LESS_EQUAL allowed)
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Sets `out` to whether two words have the same letters.
function(_parallel_is_swap out left right)
  foreach(side IN ITEMS left right)
    string(REGEX MATCHALL "." letters "${${side}}")
    list(SORT letters)
    set(${side} "${letters}")
  endforeach()
  set(${out} FALSE PARENT_SCOPE)
  if("x${left}" STREQUAL "x${right}")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Reads a list of markers. `style` is
#   strict    everything must be a marker (C++ and CMake sources)
#   tags      Catch2 tags: plain ones mean nothing
#   labels    Catch2 tags: plain ones become labels
# `labels` are the declared labels, without the builtin ones. Sets
#   markers_properties   names and values for set_tests_properties()
#   markers_supervised   whether only the launcher can do what they say
#   markers_requests     `<capacity> <amount>` for each capacity asked of
#   markers_reads        keys of the locks that are shared
#   markers_writes       keys of the locks that may be shared by others
#   markers_problems     sentences; any of them makes the rest meaningless
function(_parallel_read_markers style markers labels)
  _parallel_builtin_labels(builtin)
  list(APPEND labels ${builtin})
  set(requests "")
  set(reads "")
  set(writes "")
  set(problems "")
  set(keys RUN_SERIAL RESOURCE_LOCK FIXTURES_REQUIRED PROCESSORS TIMEOUT
           LABELS
  )
  foreach(key IN LISTS keys)
    set(values_${key} "")
  endforeach()
  list(REMOVE_DUPLICATES markers)
  foreach(marker IN LISTS markers)
    _parallel_read_marker(key value "${marker}" "${labels}")
    if(key STREQUAL "unknown" AND NOT style STREQUAL "strict"
       AND NOT marker MATCHES ":")
      _parallel_is_misspelt_tag(misspelt "${marker}" "${labels}")
      if(NOT misspelt)
        set(key plain)
      endif()
    endif()
    if(key IN_LIST keys)
      list(APPEND values_${key} "${value}")
      if(key STREQUAL "RUN_SERIAL")
        # So that a selection can tell them apart: ctest -L, -LE.
        list(APPEND values_LABELS no_parallel)
      endif()
      if(marker MATCHES "^(no_parallel|lock|database):(.*)$")
        string(REGEX REPLACE "^no_parallel:" "lock:" marker "${marker}")
        list(APPEND writes "${marker}")
      endif()
    elseif(key STREQUAL "reads")
      list(APPEND reads "${value}")
    elseif(key STREQUAL "request")
      _parallel_read_request(name amount "${marker}")
      list(APPEND requests "${name} ${amount}")
    elseif(key MATCHES "^(group|launcher)$")
      # Nothing for CTest.
    elseif(key STREQUAL "plain")
      if(style STREQUAL "labels")
        list(APPEND values_LABELS "${marker}")
      endif()
    else()
      _parallel_marker_problem(problem ${key} "${marker}" "${labels}")
      list(APPEND problems "${problem}")
    endif()
  endforeach()

  foreach(name IN ITEMS threads timeout memory ports group leak grace)
    set(given "${markers}")
    list(FILTER given INCLUDE REGEX "^${name}(:|$)")
    list(LENGTH given count)
    if(count GREATER 1)
      list(JOIN given "' and '" given)
      list(APPEND problems "contradictory markers '${given}'")
    endif()
  endforeach()
  set(supervised FALSE)
  if("${markers}" MATCHES
     "(^|;)(supervised|isolate|isolate:[^;]*|leak:[^;]*|grace:[^;]*\
|memory:[^;]*:hard)(;|$)")
    set(supervised TRUE)
  endif()
  set(markers_supervised ${supervised} PARENT_SCOPE)
  set(properties "")
  foreach(key IN LISTS keys)
    list(REMOVE_DUPLICATES values_${key})
    if(NOT values_${key} STREQUAL "")
      string(REPLACE ";" "\\;" value "${values_${key}}")
      list(APPEND properties ${key} "${value}")
    endif()
  endforeach()
  set(markers_properties "${properties}" PARENT_SCOPE)
  list(REMOVE_DUPLICATES writes)
  if(writes)
    list(REMOVE_ITEM reads ${writes})
  endif()
  set(markers_requests "${requests}" PARENT_SCOPE)
  set(markers_reads "${reads}" PARENT_SCOPE)
  set(markers_writes "${writes}" PARENT_SCOPE)
  list(REMOVE_DUPLICATES problems)
  set(markers_problems "${problems}" PARENT_SCOPE)
endfunction()

# Sets `out` to `<locks>|<hint>` for the markers that were just read: what
# decides when a test should start. Among the locks is `=<capacity> <amount>`
# for what it asks for. The hint is serial, slow or nothing.
function(_parallel_ordering out)
  set(hint "")
  set(locks "")
  set(key "")
  foreach(item IN LISTS markers_properties)
    if(key STREQUAL "")
      set(key "${item}")
      continue()
    endif()
    if(key STREQUAL "RUN_SERIAL")
      set(hint serial)
    elseif(key STREQUAL "RESOURCE_LOCK")
      list(JOIN item "," locks)
    elseif(key STREQUAL "LABELS" AND hint STREQUAL "" AND "slow" IN_LIST item)
      set(hint slow)
    endif()
    set(key "")
  endforeach()
  foreach(request IN LISTS markers_requests)
    string(APPEND locks ",=${request}")
  endforeach()
  string(REGEX REPLACE "^," "" locks "${locks}")
  set(${out} "${locks}|${hint}" PARENT_SCOPE)
endfunction()

endblock()
