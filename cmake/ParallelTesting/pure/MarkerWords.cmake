# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Which markers and labels there are, how each is written, and what was meant
# by a word that is none of them. What becomes of Catch2 tags is in Tags.cmake.
# Pure.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/Nearest.cmake")

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
  elseif(label MATCHES
         "^(no_parallel|serial|isolate|supervised|ports|database)$")
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
        "parallel_declare_labels(${marker})"
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
        " A label must be declared: parallel_declare_labels(${marker})")
    endif()
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
