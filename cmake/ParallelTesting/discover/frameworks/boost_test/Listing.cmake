# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Boost.Test executables without an adapter: converts their listings to a
# manifest.
#
# Reads option_*.
include("${CMAKE_CURRENT_LIST_DIR}/../../../pure/ListItems.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../../../pure/Tags.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../ConvertListing.cmake")

# Lists the cases and writes the manifest. Sets `out` to why that failed; empty
# if it did not. Sets `is_boost_test` to whether this is a Boost.Test executable.
#
# The graph has files, lines and labels; the numbers of cases begin at
# 65536. Boost.Test prints it on stderr.
function(_parallel_list_boost_test out is_boost_test manifest)
  _parallel_list_by_pattern(failure found "${manifest}" boost_test
    "()digraph G {rankdir=LR;\n(.*)\n}" _parallel_convert_boost_test_graph
    --list_content=DOT)
  set(${out} "${failure}" PARENT_SCOPE)
  set(${is_boost_test} ${found} PARENT_SCOPE)
endfunction()

# Adds the cases of a graph. A line defines a unit, the next but one or later
# line its parent; parents come first.
function(_parallel_convert_boost_test_graph graph)
  _parallel_cut(lines "\n" "${graph}")
  set(open "${_parallel_stand_in_1}")
  foreach(line IN LISTS lines)
    if(line MATCHES
       "^tu([0-9]+)${open}shape=Mrecord,.*,color=([a-z]+),label=\"(.*)\"")
      set(unit ${CMAKE_MATCH_1})
      set(color "${CMAKE_MATCH_2}")
      set(text "${CMAKE_MATCH_3}")
      # The name may contain bars: the facts after it are the last ones.
      set(rest "")
      foreach(fact IN ITEMS "labels:" "expected failures=" "timeout=")
        if(text MATCHES "^(.*)([|]${fact}.*)$")
          set(text "${CMAKE_MATCH_1}")
          string(PREPEND rest "${CMAKE_MATCH_2}")
        endif()
      endforeach()
      if(NOT text MATCHES "^(.*)[|]([^|]*)[(]([0-9]+)[)]$")
        unset(unit)
        continue()
      endif()
      set(name "${CMAKE_MATCH_1}")
      set(file "${CMAKE_MATCH_2}")
      set(line_number "${CMAKE_MATCH_3}")
    elseif(line MATCHES "^tu([0-9]+) -> tu([0-9]+)${_parallel_stand_in_3}"
           AND DEFINED unit
           AND CMAKE_MATCH_2 EQUAL unit)
      set(parent ${CMAKE_MATCH_1})
      set(markers "")
      set(path "")
      if(DEFINED path_${parent})
        set(path "${path_${parent}}/")
        set(markers "${markers_${parent}}")
      endif()
      if(rest MATCHES "[|]labels:(.*)$")
        string(REPLACE " @" ";" labels "${CMAKE_MATCH_1}")
        foreach(label IN LISTS labels)
          if(NOT label STREQUAL "")
            _parallel_restore(label)
            _parallel_escape_marker(label)
            if(option_tags_are_not_markers)
              string(PREPEND label "@")
            else()
              _parallel_mark_plain_tag(label)
            endif()
            list(APPEND markers "${label}")
          endif()
        endforeach()
      endif()
      if(rest MATCHES "[|]timeout=([0-9]+)")
        list(APPEND markers "timeout:${CMAKE_MATCH_1}")
      endif()
      set(path_${unit} "${path}${name}")
      set(markers_${unit} "${markers}")
      if(unit GREATER 65535)
        set(flags "")
        if(NOT color STREQUAL "green")
          set(flags disabled)
        endif()
        set(shown "${path_${unit}}")
        _parallel_restore(shown)
        _parallel_restore(file)
        _parallel_absolute_source(file)
        _parallel_add_case("${shown}" "${shown}" "${file}" ${line_number}
          "${markers}" "${flags}" "${shown}")
      endif()
      unset(unit)
    endif()
  endforeach()
endfunction()
