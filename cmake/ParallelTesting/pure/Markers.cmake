# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reads and checks markers and converts them to test properties, with the table
# in MarkerKinds.cmake. No other file in CMake does. RESOURCE_GROUPS depend on
# capacities and on other tests, so ctest computes them when it loads the tests.
# Pure.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/ListItems.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/MarkerKinds.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Requests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Tags.cmake")

# Reads one marker. Sets
#   <prefix>_property   the result in the table: a property of the test, `lock`,
#                       `share`, `request`, `RANKS` or `nothing`; or `label`, `unknown`,
#                       or `malformed` for a wrong argument
#   <prefix>_value      its value, key or `<capacity> <amount>`, with sizes in
#                       MiB; for `label`, the label
#   <prefix>_launched   whether only the launcher can obey it
#   <prefix>_once       its word, if a test may have only one marker of this kind
function(_parallel_read_marker prefix marker labels)
  set(property unknown)
  set(value "")
  set(launched FALSE)
  set(once "")
  if(marker IN_LIST labels)
    set(property label)
    set(value "${marker}")
  else()
    string(FIND "${marker}" ":" colon)
    string(SUBSTRING "${marker}" 0 ${colon} word)
    set(rest "")
    if(colon GREATER_EQUAL 0)
      string(SUBSTRING "${marker}" ${colon} -1 rest)
    endif()
    _parallel_marker_row(row "${word}")
    if(NOT row_forms STREQUAL "")
      set(property malformed)
    endif()
    foreach(item pattern IN ZIP_LISTS row_forms row_patterns)
      if(NOT rest MATCHES "${pattern}")
        continue()
      endif()
      set(first "${CMAKE_MATCH_1}")
      set(second "${CMAKE_MATCH_2}")
      string(REGEX MATCH "^([*]?)([^=]*)=([^ ]*) ?(.*)$" item "${item}")
      set(star "${CMAKE_MATCH_1}")
      set(form "${CMAKE_MATCH_2}")
      set(result "${CMAKE_MATCH_3}")
      set(template "${CMAKE_MATCH_4}")
      if(form MATCHES "<name>|<group>")
        string(LENGTH "${first}" length)
        if(length GREATER 100)
          continue()
        endif()
      elseif(form MATCHES "<1-([0-9]+)>")
        if(first GREATER CMAKE_MATCH_1)
          continue()
        endif()
      elseif(form MATCHES "<seconds>")
        if(NOT first GREATER 0)
          continue()
        endif()
      elseif(form MATCHES "<size>")
        _parallel_mebibytes(first ${first} ${second})
      endif()
      set(property ${result})
      if(row_rule STREQUAL "once ")
        set(once ${word})
      endif()
      string(REPLACE "%0" "${marker}" value "${template}")
      string(REPLACE "%1" "${first}" value "${value}")
      string(REPLACE "%2" "${second}" value "${value}")
      if(property STREQUAL "RESOURCE_LOCK")
        string(REPLACE " " ";" value "${value}")
      endif()
      if(star STREQUAL "*")
        set(launched TRUE)
      endif()
      break()
    endforeach()
  endif()
  foreach(name IN ITEMS property value launched once)
    set(${prefix}_${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Sets `name` to the capacity that a marker requests and `amount` to the
# requested amount. Sets `name` to an empty text for other markers.
function(_parallel_read_request name amount marker)
  set(${name} "" PARENT_SCOPE)
  _parallel_read_marker(read "${marker}" "")
  if(read_property STREQUAL "request")
    string(REPLACE " " ";" read_value "${read_value}")
    list(GET read_value 0 of)
    list(GET read_value 1 much)
    set(${name} ${of} PARENT_SCOPE)
    set(${amount} ${much} PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to the numbers of ranks that the marker `mpi` among `markers`
# names; empty without one, and if there are contradictory ones.
function(_parallel_rank_counts out markers)
  set(${out} "" PARENT_SCOPE)
  list(FILTER markers INCLUDE REGEX "^mpi:")
  list(REMOVE_DUPLICATES markers)
  list(LENGTH markers count)
  if(count EQUAL 1)
    _parallel_read_marker(read "${markers}" "")
    if(read_property STREQUAL "RANKS")
      string(REPLACE "," ";" counts "${read_value}")
      list(REMOVE_DUPLICATES counts)
      set(${out} "${counts}" PARENT_SCOPE)
    endif()
  endif()
endfunction()

# Part of _parallel_read_markers(): each rank has as many threads as the marker
# `threads` names. With several numbers of ranks, the first counts.
function(_parallel_multiply_by_ranks processors_variable requests_variable ranks)
  string(REGEX REPLACE ",.*" "" ranks "${ranks}")
  set(threads "${${processors_variable}}")
  if(NOT threads MATCHES "^[0-9]+$")
    set(threads 1)
  endif()
  math(EXPR total "${ranks} * ${threads}")
  set(${processors_variable} ${total} PARENT_SCOPE)
  list(TRANSFORM ${requests_variable} REPLACE
    "^parallel_testing_cores [0-9]+$" "parallel_testing_cores ${total}")
  set(${requests_variable} "${${requests_variable}}" PARENT_SCOPE)
endfunction()

# Adds `isolate:network` to markers with a fixed port.
function(_parallel_isolate_fixed_ports out markers)
  if("${markers}" MATCHES "(^|;)port:"
     AND NOT "${markers}" MATCHES "(^|;)isolate(:network)?(;|$)")
    list(APPEND markers isolate:network)
  endif()
  set(${out} "${markers}" PARENT_SCOPE)
endfunction()

# Pins the tests with the marker `threads`.
function(_parallel_pin_threads out markers)
  list(TRANSFORM markers REPLACE "^(threads:[0-9]+)$" "\\1:pinned")
  set(${out} "${markers}" PARENT_SCOPE)
endfunction()

# Makes the locks and databases of markers those of the whole cluster, unless
# `reach` is not `cluster`.
function(_parallel_widen_locks out markers reach)
  if(reach STREQUAL "cluster")
    list(TRANSFORM markers REPLACE "^(lock|database):([^:]+(:shared)?)$"
      "\\1:\\2:cluster")
  endif()
  set(${out} "${markers}" PARENT_SCOPE)
endfunction()

# Reads a list of markers, each in the form of _parallel_escape_marker(), which
# the problems also use. `style` is
#   strict        everything must be a marker (C++ and CMake sources)
#   tags          Catch2 tags, see Tags.cmake: plain tags have no effect
#   labels        Catch2 tags: plain tags become labels
#   free_tags     no tag is a marker, whatever it looks like
#   free_labels   no tag is a marker, and all become labels
# `labels` are the declared labels, without the built-in ones. Sets
#   <prefix>_known       the items that are markers, without labels
#   <prefix>_hints       `<plain tag>%|<advice>` for tags that look like markers
#   <prefix>_properties  names and values for set_tests_properties()
#   <prefix>_supervised  whether only the launcher can obey them
#   <prefix>_isolations  the kinds of isolation that they request
#   <prefix>_requests    `<capacity> <amount>` for each requested capacity
#   <prefix>_reads       keys of the locks that they share
#   <prefix>_writes      keys of the locks that others may share
#   <prefix>_problems    messages; if there are any, ignore the other results
function(_parallel_read_markers prefix style markers labels)
  _parallel_builtin_labels(builtin)
  list(APPEND labels ${builtin})
  list(REMOVE_DUPLICATES markers)
  _parallel_marker_properties(properties)
  list(TRANSFORM properties PREPEND values_ OUTPUT_VARIABLE values)
  foreach(name IN ITEMS
    ${values} known hints once ranks requests reads writes problems
  )
    set(${name} "")
  endforeach()
  set(supervised FALSE)
  foreach(marker IN LISTS markers)
    _parallel_read_tag(plain "${style}" "${marker}" "${labels}")
    if(NOT plain STREQUAL "")
      _parallel_add_plain_tag("${style}" "${plain}" "${labels}")
    else()
      string(REGEX REPLACE "^@" "" marker "${marker}")
      _parallel_add_marker("${marker}" "${labels}")
    endif()
  endforeach()
  foreach(word IN LISTS once)
    list(LENGTH given_${word} count)
    if(count GREATER 1)
      list(JOIN given_${word} "' and '" given)
      list(APPEND problems "contradictory markers '${given}'")
    endif()
  endforeach()
  if(NOT ranks STREQUAL "")
    _parallel_multiply_by_ranks(values_PROCESSORS requests ${ranks})
  endif()
  list(REMOVE_DUPLICATES problems)
  list(REMOVE_DUPLICATES writes)
  if(writes)
    list(REMOVE_ITEM reads ${writes})
  endif()
  set(isolations "${values_RESOURCE_LOCK}")
  list(FILTER isolations INCLUDE REGEX "^isolate:")
  list(TRANSFORM isolations REPLACE "^isolate:" "")
  list(REMOVE_DUPLICATES isolations)
  _parallel_join_properties(properties)
  foreach(name IN ITEMS
    known hints properties supervised isolations requests reads writes problems
  )
    set(${prefix}_${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Sets `out` to the properties that markers set, in the order of the output.
function(_parallel_marker_properties out)
  set(${out}
    RUN_SERIAL RESOURCE_LOCK FIXTURES_REQUIRED PROCESSORS TIMEOUT LABELS
    PARENT_SCOPE
  )
endfunction()

# Part of _parallel_read_markers(): handles a plain tag, which may become a label
# and may look like a marker. Adds to `values_LABELS`, `hints` and `problems` of
# the caller.
function(_parallel_add_plain_tag style tag labels)
  if(style MATCHES "labels$")
    list(APPEND values_LABELS "${tag}")
  endif()
  if(style MATCHES "^(tags|labels)$")
    _parallel_judge_plain_tag(problem hint "${tag}" "${labels}")
    if(NOT problem STREQUAL "")
      list(APPEND problems "${problem}")
    elseif(NOT hint STREQUAL "")
      list(APPEND hints "${tag}%|${hint}")
    endif()
  endif()
  foreach(name IN ITEMS values_LABELS hints problems)
    set(${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Part of _parallel_read_markers(): handles a marker or a label. Adds to these
# variables of the caller: `values_<property>`, `requests`, `reads`, `writes`, `known`,
# `problems`, `once` for the words that a test may have once, and `given_<word>`
# for their markers; sets `supervised` and `ranks`.
function(_parallel_add_marker marker labels)
  _parallel_read_marker(read "${marker}" "${labels}")
  set(property "${read_property}")
  set(value "${read_value}")
  if(property MATCHES "^(unknown|malformed)$")
    _parallel_marker_problem(problem ${property} "${marker}" "${labels}")
    list(APPEND problems "${problem}")
    set(problems "${problems}" PARENT_SCOPE)
    return()
  elseif(property STREQUAL "label")
    set(property LABELS)
  else()
    list(APPEND known "${marker}")
  endif()
  if(property STREQUAL "PROCESSORS" AND read_launched)
    # ctest starts a pinned test when its cores are free.
    list(APPEND requests "parallel_testing_cores ${value}")
  endif()
  if(property STREQUAL "RANKS")
    set(ranks ${value} PARENT_SCOPE)
    set(property nothing)
  elseif(property STREQUAL "lock")
    list(APPEND writes "${value}")
    set(property RESOURCE_LOCK)
    string(REGEX REPLACE "^lock:" "" value "${value}")
  endif()
  if(property STREQUAL "share")
    list(APPEND reads "${value}")
  elseif(property STREQUAL "request")
    list(APPEND requests "${value}")
  elseif(NOT property STREQUAL "nothing")
    list(APPEND values_${property} "${value}")
    set(values_${property} "${values_${property}}" PARENT_SCOPE)
  endif()
  if(marker MATCHES "^(lock|database):[^:]+(:shared)?:cluster$")
    # From this label, `run --on slurm` knows the locks of the whole cluster.
    list(APPEND values_LABELS "${marker}")
    set(values_LABELS "${values_LABELS}" PARENT_SCOPE)
  endif()
  if(property STREQUAL "RUN_SERIAL")
    # With this label, ctest -L and -LE can select these tests.
    list(APPEND values_LABELS no_parallel)
    set(values_LABELS "${values_LABELS}" PARENT_SCOPE)
  endif()
  if(NOT read_once STREQUAL "")
    if(NOT read_once IN_LIST once)
      list(APPEND once ${read_once})
      set(given_${read_once} "")
    endif()
    list(APPEND given_${read_once} "${marker}")
    set(given_${read_once} "${given_${read_once}}" PARENT_SCOPE)
  endif()
  if(read_launched)
    set(supervised TRUE PARENT_SCOPE)
  endif()
  foreach(name IN ITEMS known once requests reads writes)
    set(${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Part of _parallel_read_markers(): sets `out` to names and values of the
# properties that have any. Reads `values_<property>` of the caller.
function(_parallel_join_properties out)
  set(properties "")
  _parallel_marker_properties(names)
  foreach(name IN LISTS names)
    list(REMOVE_DUPLICATES values_${name})
    if(NOT values_${name} STREQUAL "")
      if(name STREQUAL "LABELS")
        _parallel_restore_labels(values_LABELS)
      endif()
      string(REPLACE ";" "\\;" value "${values_${name}}")
      list(APPEND properties ${name} "${value}")
    endif()
  endforeach()
  set(${out} "${properties}" PARENT_SCOPE)
endfunction()

# Sets `out` to the text of the plain tag `marker`; empty if it is a label or is
# meant as a marker. Lists of older builds have no signs before plain tags.
function(_parallel_read_tag out style marker labels)
  set(${out} "" PARENT_SCOPE)
  if(style STREQUAL "strict")
    return()
  endif()
  set(is_signed FALSE)
  if(marker MATCHES "^@(.*)$")
    set(is_signed TRUE)
    set(marker "${CMAKE_MATCH_1}")
  endif()
  if(style MATCHES "^free_")
    if(is_signed)
      set(${out} "${marker}" PARENT_SCOPE)
    endif()
    return()
  endif()
  _parallel_read_marker(read "${marker}" "${labels}")
  if(read_property MATCHES "^(unknown|malformed)$")
    set(${out} "${marker}" PARENT_SCOPE)
  endif()
endfunction()

# Converts the escaped tags in a list of labels back to what the user wrote,
# except tags that no list can hold. Most list commands lose the backslash
# before a semicolon, so the list may only be read afterwards.
function(_parallel_restore_labels list_variable)
  if(NOT "${${list_variable}}" MATCHES "%")
    return()
  endif()
  set(labels "")
  foreach(escaped IN LISTS ${list_variable})
    set(label "${escaped}")
    _parallel_unescape_markers(label)
    _parallel_fits_a_list(fits "${label}")
    if(NOT fits)
      set(label "${escaped}")
    endif()
    string(REPLACE ";" "\\;" label "${label}")
    string(APPEND labels ";${label}")
  endforeach()
  string(SUBSTRING "${labels}" 1 -1 labels)
  set(${list_variable} "${labels}" PARENT_SCOPE)
endfunction()

# Sets `out` to `<locks>|<hint>` for the markers that _parallel_read_markers()
# has read with the prefix `prefix`: the facts that decide when a test should
# start. The locks include `=<capacity> <amount>` for each request. The hint is
# serial, slow or empty. Reads <prefix>_properties and <prefix>_requests.
function(_parallel_ordering out prefix)
  set(hint "")
  set(locks "")
  set(key "")
  foreach(item IN LISTS ${prefix}_properties)
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
  foreach(request IN LISTS ${prefix}_requests)
    string(APPEND locks ",=${request}")
  endforeach()
  string(REGEX REPLACE "^," "" locks "${locks}")
  set(${out} "${locks}|${hint}" PARENT_SCOPE)
endfunction()
