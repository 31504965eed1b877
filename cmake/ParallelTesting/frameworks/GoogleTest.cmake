# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GoogleTest executables without the adapter: how they list their cases, and
# the manifest made of it.
include("${CMAKE_CURRENT_LIST_DIR}/../discovery/ConvertListing.cmake")

# Lists the cases and writes the manifest. Sets `failure`, and `found` to
# whether this is a GoogleTest executable at all.
#
# The listing as XML has source locations and cannot be mixed up with what the
# program prints; where the framework does not write it, stdout must do.
function(_parallel_list_googletest manifest)
  set(arguments --gtest_list_tests)
  _parallel_append_item(arguments "--gtest_output=xml:${manifest}.xml")
  if(NOT option_test_filter STREQUAL "")
    _parallel_append_item(arguments "--gtest_filter=${option_test_filter}")
  endif()
  _parallel_run_listing(${arguments})
  set(failure "${failure}" PARENT_SCOPE)
  set(found FALSE)
  if(failure STREQUAL "")
    _parallel_start_manifest("1 googletest")
    if(EXISTS "${manifest}.xml")
      file(READ "${manifest}.xml" text)
      set(found TRUE)
      _parallel_convert_googletest_xml("${text}")
    else()
      _parallel_convert_googletest_text("${output}")
      get_property(count GLOBAL PROPERTY _parallel_manifest_count)
      if(count GREATER 0)
        set(found TRUE)
      endif()
    endif()
    _parallel_finish_manifest("${manifest}")
  endif()
  file(REMOVE "${manifest}.xml")
  set(found ${found} PARENT_SCOPE)
endfunction()

# Each element of the listing is a line of its own.
function(_parallel_convert_googletest_xml text)
  _parallel_cut(lines "\n" "${text}")
  if(text MATCHES " value_param=")
    _parallel_convert_googletest_lines(_parallel_note_instance)
  endif()
  _parallel_convert_googletest_lines(_parallel_add_googletest_case)
endfunction()

# Calls `command` for each case of `lines`.
function(_parallel_convert_googletest_lines command)
  set(suite "")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^ *<test(suite|case) name=\"([^\"]*)\"")
      continue()
    endif()
    set(name "${CMAKE_MATCH_2}")
    if(CMAKE_MATCH_1 STREQUAL "suite")
      _parallel_xml_text(name)
      set(suite "${name}")
      continue()
    endif()
    foreach(attribute IN ITEMS type_param value_param file line)
      set(${attribute}_text "")
      set(has_${attribute} FALSE)
      if(line MATCHES " ${attribute}=\"([^\"]*)\"")
        set(${attribute}_text "${CMAKE_MATCH_1}")
        set(has_${attribute} TRUE)
      endif()
    endforeach()
    if(line_text STREQUAL "")
      set(line_text 0)
    endif()
    _parallel_xml_text(name)
    _parallel_xml_text(type_param_text)
    _parallel_xml_text(value_param_text)
    _parallel_xml_text(file_text)
    _parallel_absolute_source(file_text)
    cmake_language(CALL ${command})
  endforeach()
endfunction()

macro(_parallel_xml_text variable)
  _parallel_restore(${variable})
  _parallel_unescape_xml(${variable})
endmacro()

# Lines that are neither a suite nor a case were printed by the program.
function(_parallel_convert_googletest_text text)
  _parallel_cut(lines "\n" "${text}")
  if(text MATCHES "  # GetParam")
    _parallel_convert_googletest_output(_parallel_note_instance)
  endif()
  _parallel_convert_googletest_output(_parallel_add_googletest_case)
endfunction()

# Calls `command` for each case of `lines`.
function(_parallel_convert_googletest_output command)
  set(suite "")
  set(file_text "")
  set(line_text 0)
  set(has_type_param FALSE)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "\r$" "" line "${line}")
    if(line MATCHES "^([^ ].*)\\.  # TypeParam = (.*)$")
      set(suite "${CMAKE_MATCH_1}")
      set(type_param_text "${CMAKE_MATCH_2}")
      set(has_type_param TRUE)
      _parallel_restore(suite)
      _parallel_restore(type_param_text)
    elseif(line MATCHES "^([^ ].*)\\.$")
      set(suite "${CMAKE_MATCH_1}")
      set(has_type_param FALSE)
      _parallel_restore(suite)
    elseif(line MATCHES "^  ([^ ]+)(  # GetParam\\(\\) = (.*))?$"
           AND NOT suite STREQUAL "")
      set(name "${CMAKE_MATCH_1}")
      set(value_param_text "${CMAKE_MATCH_3}")
      set(has_value_param FALSE)
      if(NOT "${CMAKE_MATCH_2}" STREQUAL "")
        set(has_value_param TRUE)
      endif()
      _parallel_restore(name)
      _parallel_restore(value_param_text)
      cmake_language(CALL ${command})
    elseif(NOT line MATCHES "^  ")
      set(suite "")
    endif()
  endforeach()
endfunction()

# Sets `base` to the name of the case `name` of `suite` without its instance, and
# `end` to the name of the instance; returns from the caller where it has none.
macro(_parallel_split_instance)
  if(NOT has_value_param OR NOT name MATCHES "^(.*)/([^/]*)$")
    return()
  endif()
  set(base "${suite}.${CMAKE_MATCH_1}")
  set(end "${CMAKE_MATCH_2}")
endmacro()

# Notes whether the case `name` of `suite`, the next of its kind, ends in an
# index: names that the program's own generator gave are kept, also those that
# look like an index.
function(_parallel_note_instance)
  _parallel_split_instance()
  get_property(index GLOBAL PROPERTY "_parallel_instances_of_${base}")
  if("${index}" STREQUAL "")
    set(index 0)
  endif()
  # With a filter some may be left out.
  if(NOT end STREQUAL "${index}"
     AND (NOT end MATCHES "^[0-9]+$" OR option_test_filter STREQUAL ""))
    set_property(GLOBAL PROPERTY "_parallel_has_names_${base}" TRUE)
  endif()
  math(EXPR index "${index} + 1")
  set_property(GLOBAL PROPERTY "_parallel_instances_of_${base}" ${index})
endfunction()

# Sets `out` to whether the case `name` of `suite` ends in an index.
function(_parallel_ends_in_index out)
  set(${out} FALSE PARENT_SCOPE)
  _parallel_split_instance()
  get_property(has_names GLOBAL PROPERTY "_parallel_has_names_${base}")
  if(NOT has_names)
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to whether a parameter that prints as `text` is recognised by it,
# on one line and in each build: addresses and bytes of objects are not. The
# adapter decides alike.
function(_parallel_is_stable_text out text)
  set(${out} FALSE PARENT_SCOPE)
  string(ASCII 1 first)
  string(ASCII 31 last)
  string(ASCII 127 delete)
  if(text MATCHES "^ *$|[${first}-${last}${delete}]")
    return()
  endif()
  # A string, whatever it holds.
  if(text MATCHES "^(u8|[uUL])?\"([^\"\\]|\\\\.)*\"$")
    set(${out} TRUE PARENT_SCOPE)
    return()
  endif()
  # A character: 'a' (97, 0x61).
  string(REGEX REPLACE "' \\([0-9]+, 0x[0-9A-F]+\\)" "" rest "${text}")
  set(digit "[0-9a-fA-F]")
  if(NOT rest MATCHES
     "[0-9]-byte object <|0x${digit}${digit}${digit}${digit}${digit}")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Adds the case `name` of `suite`. Its CTest name shows type and value instead
# of their index, and no DISABLED_.
function(_parallel_add_googletest_case)
  set(shown_suite "${suite}")
  set(shown_name "${name}")
  set(type "")
  if(has_type_param AND suite MATCHES "^(.*)/([^/]*)$")
    set(shown_suite "${CMAKE_MATCH_1}")
    set(type "<${type_param_text}>")
    if(option_no_pretty_types)
      set(type "<${CMAKE_MATCH_2}>")
    endif()
  endif()
  _parallel_ends_in_index(ends_in_index)
  _parallel_is_stable_text(is_stable "${value_param_text}")
  if(ends_in_index AND is_stable AND NOT option_no_pretty_values)
    string(REGEX REPLACE "/[^/]*$" "" shown_name "${name}")
    string(APPEND shown_name "/${value_param_text}")
  endif()
  string(REGEX REPLACE "^DISABLED_" "" shown_suite "${shown_suite}")
  string(REGEX REPLACE "^DISABLED_" "" shown_name "${shown_name}")
  set(flags "")
  if(suite MATCHES "(^|/)DISABLED_" OR name MATCHES "^DISABLED_")
    set(flags disabled)
  endif()
  # A filter reads these characters as its own; '?' stands for any.
  string(REGEX REPLACE "[:*-]" "?" selector "${suite}.${name}")
  _parallel_add_case(
    "${shown_suite}.${shown_name}${type}" "${selector}"
    "${file_text}" "${line_text}" "" "${flags}" "${suite}.${name}"
  )
endfunction()
