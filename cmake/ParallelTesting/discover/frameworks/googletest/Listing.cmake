# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GoogleTest executables without an adapter: converts their listings to a
# manifest.
#
# Reads option_*.
include("${CMAKE_CURRENT_LIST_DIR}/../ConvertListing.cmake")

# Lists the cases and writes the manifest. Sets `out` to why that failed; empty
# if it did not. Sets `is_googletest` to whether this is a GoogleTest
# executable.
#
# The XML listing has source locations and cannot be confused with the output of
# the program. A program that does not write XML is asked for JSON, and its
# output is the last resort.
function(_parallel_list_googletest out is_googletest manifest)
  _parallel_start_manifest("1 googletest")
  set(failure "")
  foreach(format IN ITEMS xml json text)
    _parallel_ask_googletest(answer ${format} "${manifest}.${format}")
    if(answer_found)
      break()
    endif()
    if(failure STREQUAL "")
      set(failure "${answer_failure}")
    endif()
    # Another format would give the same result.
    if(answer_result MATCHES "[Tt]imeout" OR (format STREQUAL "json"
       AND failure STREQUAL "" AND answer_failure STREQUAL ""))
      break()
    endif()
  endforeach()
  if(answer_found OR failure STREQUAL "")
    set(failure "")
    _parallel_finish_manifest("${manifest}")
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
  set(${is_googletest} ${answer_found} PARENT_SCOPE)
endfunction()

# Asks for the listing in one format. Sets <prefix>_found to whether there is
# one. Sets <prefix>_failure and <prefix>_result as _parallel_run_listing()
# does.
function(_parallel_ask_googletest prefix format path)
  # Programs that only imitate GoogleTest read the filter at a fixed position.
  set(arguments --gtest_list_tests)
  if(NOT option_test_filter STREQUAL "")
    _parallel_append_item(arguments "--gtest_filter=${option_test_filter}")
  endif()
  if(NOT format STREQUAL "text")
    _parallel_append_item(arguments "--gtest_output=${format}:${path}")
  endif()
  _parallel_run_listing(listing "" option_discovery_extra_args ${arguments})
  set(${prefix}_result "${listing_result}" PARENT_SCOPE)
  set(${prefix}_failure "${listing_failure}" PARENT_SCOPE)
  set(text "")
  if(EXISTS "${path}")
    file(READ "${path}" text)
    file(REMOVE "${path}")
  endif()
  set(found FALSE)
  if(NOT listing_failure STREQUAL "")
    # The output of a program that failed is not a listing.
  elseif(text MATCHES "<testsuites")
    set(found TRUE)
    _parallel_convert_googletest_xml("${text}")
  elseif(text MATCHES "^[ \t\r\n]*{")
    _parallel_convert_googletest_json(found "${text}")
  endif()
  if(NOT found AND listing_failure STREQUAL "" AND NOT format STREQUAL "xml")
    _parallel_convert_googletest_text("${listing_output}")
    get_property(count GLOBAL PROPERTY _parallel_manifest_count)
    if(count GREATER 0)
      set(found TRUE)
    endif()
  endif()
  set(${prefix}_found ${found} PARENT_SCOPE)
endfunction()

# Sets `out` to whether the text is a listing.
function(_parallel_convert_googletest_json out text)
  string(JSON count ERROR_VARIABLE error LENGTH "${text}" testsuites)
  if(NOT error STREQUAL "NOTFOUND")
    set(${out} FALSE PARENT_SCOPE)
    return()
  endif()
  set(${out} TRUE PARENT_SCOPE)
  if(text MATCHES "\"value_param\"")
    _parallel_convert_googletest_suites(
      _parallel_note_instance "${text}" ${count})
  endif()
  _parallel_convert_googletest_suites(
    _parallel_add_googletest_case "${text}" ${count})
endfunction()

# The converters call `command` for each case. For it, they set
#   suite, name                        its names in the framework
#   has_type_param, type_param_text    the type, if there is one
#   has_value_param, value_param_text  the value, if there is one
#   file_text, line_text               the place of the case

# Converts the first `count` suites of a JSON listing. Extracts each suite
# first, because reading one value parses the whole text that contains it.
function(_parallel_convert_googletest_suites command text count)
  set(suite_index 0)
  while(suite_index LESS count)
    string(JSON cases GET "${text}" testsuites ${suite_index})
    string(JSON suite GET "${cases}" name)
    string(JSON case_count ERROR_VARIABLE error
      LENGTH "${cases}" testsuite)
    if(NOT error STREQUAL "NOTFOUND")
      set(case_count 0)
    endif()
    set(case_index 0)
    while(case_index LESS case_count)
      string(JSON case GET "${cases}" testsuite ${case_index})
      string(JSON name GET "${case}" name)
      foreach(member IN ITEMS type_param value_param file line)
        string(JSON ${member}_text ERROR_VARIABLE error GET "${case}" ${member})
        set(has_${member} TRUE)
        if(NOT error STREQUAL "NOTFOUND")
          set(has_${member} FALSE)
          set(${member}_text "")
        endif()
      endforeach()
      if(NOT line_text MATCHES "^[0-9]+$")
        set(line_text 0)
      endif()
      _parallel_absolute_source(file_text)
      cmake_language(CALL ${command})
      math(EXPR case_index "${case_index} + 1")
    endwhile()
    math(EXPR suite_index "${suite_index} + 1")
  endwhile()
endfunction()

# Converts an XML listing, in which each element is on a separate line.
function(_parallel_convert_googletest_xml text)
  _parallel_cut(lines "\n" "${text}")
  if(text MATCHES " value_param=")
    _parallel_convert_googletest_lines(_parallel_note_instance "${lines}")
  endif()
  _parallel_convert_googletest_lines(_parallel_add_googletest_case "${lines}")
endfunction()

# Converts `lines` of XML.
function(_parallel_convert_googletest_lines command lines)
  set(suite "")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^ *<test(suite|case) name=\"([^\"]*)\"")
      continue()
    endif()
    set(name "${CMAKE_MATCH_2}")
    if(CMAKE_MATCH_1 STREQUAL "suite")
      _parallel_restore(name)
      _parallel_unescape_xml(name)
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
    foreach(text IN ITEMS name type_param_text value_param_text file_text)
      _parallel_restore(${text})
      _parallel_unescape_xml(${text})
    endforeach()
    _parallel_absolute_source(file_text)
    cmake_language(CALL ${command})
  endforeach()
endfunction()

# Converts a text listing. Lines that are neither a suite nor a case are output
# of the program.
function(_parallel_convert_googletest_text text)
  _parallel_cut(lines "\n" "${text}")
  if(text MATCHES "  # GetParam")
    _parallel_convert_googletest_output(_parallel_note_instance "${lines}")
  endif()
  _parallel_convert_googletest_output(
    _parallel_add_googletest_case "${lines}")
endfunction()

# Converts `lines` of text.
function(_parallel_convert_googletest_output command lines)
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

# Sets <prefix>_base to the name of the case `name` of `suite` without the name
# of its instance, and <prefix>_end to the name of the instance. Both are empty
# for a case without an instance.
function(_parallel_split_instance prefix suite name has_value_param)
  set(${prefix}_base "" PARENT_SCOPE)
  set(${prefix}_end "" PARENT_SCOPE)
  if(has_value_param AND name MATCHES "^(.*)/([^/]*)$")
    set(${prefix}_base "${suite}.${CMAKE_MATCH_1}" PARENT_SCOPE)
    set(${prefix}_end "${CMAKE_MATCH_2}" PARENT_SCOPE)
  endif()
endfunction()

# Records whether the case, the next of its kind, ends in an index. Names from
# the generator of the program stay, even if they look like an index. Reads
# suite, name and has_value_param of the calling converter.
function(_parallel_note_instance)
  _parallel_split_instance(instance "${suite}" "${name}" ${has_value_param})
  if(instance_base STREQUAL "")
    return()
  endif()
  get_property(
    index GLOBAL PROPERTY "_parallel_instances_of_${instance_base}")
  if("${index}" STREQUAL "")
    set(index 0)
  endif()
  # With a filter, some cases may be missing.
  if(NOT instance_end STREQUAL "${index}"
     AND (NOT instance_end MATCHES "^[0-9]+$" OR option_test_filter STREQUAL ""))
    set_property(GLOBAL PROPERTY "_parallel_has_names_${instance_base}" TRUE)
  endif()
  math(EXPR index "${index} + 1")
  set_property(
    GLOBAL PROPERTY "_parallel_instances_of_${instance_base}" ${index})
endfunction()

# Sets `out` to whether the case `name` of `suite` ends in an index.
function(_parallel_ends_in_index out suite name has_value_param)
  set(${out} FALSE PARENT_SCOPE)
  _parallel_split_instance(instance "${suite}" "${name}" ${has_value_param})
  get_property(has_names GLOBAL PROPERTY "_parallel_has_names_${instance_base}")
  if(NOT instance_base STREQUAL "" AND NOT has_names)
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to whether a parameter that prints as `text` can be recognised by
# it, on one line and in each build. Addresses and bytes of objects cannot. The
# adapter decides in the same way.
function(_parallel_is_stable_text out text)
  set(${out} FALSE PARENT_SCOPE)
  string(ASCII 1 first)
  string(ASCII 31 last)
  string(ASCII 127 delete)
  if(text MATCHES "^ *$|[${first}-${last}${delete}]")
    return()
  endif()
  # A string with any content.
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

# Adds a case. Its name in CTest shows type and value instead of their index,
# and no DISABLED_. Reads the variables of the calling converter: suite, name,
# has_type_param, type_param_text, has_value_param, value_param_text, file_text,
# line_text.
function(_parallel_add_googletest_case)
  set(shown_suite "${suite}")
  set(shown_name "${name}")
  set(type "")
  if(has_type_param)
    set(index "")
    if(suite MATCHES "^(.*)/([^/]*)$")
      set(shown_suite "${CMAKE_MATCH_1}")
      set(index "<${CMAKE_MATCH_2}>")
    endif()
    set(type "<${type_param_text}>")
    if(option_no_pretty_types)
      set(type "${index}")
    endif()
  endif()
  _parallel_ends_in_index(
    ends_in_index "${suite}" "${name}" ${has_value_param})
  _parallel_is_stable_text(is_stable "${value_param_text}")
  # A test that a program registers itself may have a value but no index.
  if(has_value_param AND NOT name MATCHES "/")
    set(ends_in_index TRUE)
  endif()
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
  # These characters have a meaning in a filter; '?' stands for any character.
  string(REGEX REPLACE "[:*-]" "?" selector "${suite}.${name}")
  _parallel_add_case(
    "${shown_suite}.${shown_name}${type}" "${selector}"
    "${file_text}" "${line_text}" "" "${flags}" "${suite}.${name}"
  )
endfunction()
