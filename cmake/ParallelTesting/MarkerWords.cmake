# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Which markers and labels there are, how each is written, and what was meant
# by a word that is none of them. Pure.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/Nearest.cmake")

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
  elseif(label MATCHES "^(no_parallel|serial|isolate|supervised)$")
    set(${problem}
      "'${label}' cannot be a label: it is a marker, without a declaration"
      PARENT_SCOPE
    )
  endif()
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
    if(marker MATCHES "%3B")
      string(REPLACE "%3B" "%5D%5B" each "%5B${marker}%5D")
      string(APPEND text " It is one tag. For several write ${each}")
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

endblock()
