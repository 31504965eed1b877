# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# doctest executables without an adapter: converts their listings to a manifest.
#
# Reads option_*.
include("${CMAKE_CURRENT_LIST_DIR}/../../../pure/ListItems.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../../../pure/Tags.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../ConvertListing.cmake")

# Lists the cases and writes the manifest. Sets `out` to why that failed; empty
# if it did not. Sets `is_doctest` to whether this is a doctest executable.
#
# Cases with doctest::skip() are listed, as disabled.
function(_parallel_list_doctest out is_doctest manifest)
  _parallel_doctest_listing_arguments(arguments)
  _parallel_run_listing(listing "" option_discovery_extra_args
    ${arguments} --list-test-cases --reporters=xml --no-skip
    --no-path-filenames=false --no-line-numbers=false)
  set(failure "${listing_failure}")
  set(${is_doctest} FALSE PARENT_SCOPE)
  if(failure STREQUAL "")
    if(listing_output MATCHES
       "<doctest binary=[^>]* version=\"([^\"]*)\"(.*)</doctest>")
      set(${is_doctest} TRUE PARENT_SCOPE)
      set(cases "${CMAKE_MATCH_2}")
      _parallel_start_manifest("1 doctest ${CMAKE_MATCH_1}")
      _parallel_convert_doctest_xml("${cases}")
      _parallel_finish_manifest("${manifest}")
    else()
      string(CONCAT failure
        "the executable does not list its cases as doctest does\n"
        "  executable: ${option_executable}\n"
        "  remedy: link ParallelTesting::doctest_main, or let main() pass its "
        "arguments to doctest"
      )
      _parallel_append_output(failure "${listing_output}")
    endif()
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()

# Adds the cases of an XML listing. Cases that a filter cannot distinguish are
# one test: those of the same name, and those that the name of another one
# matches as a pattern.
function(_parallel_convert_doctest_xml text)
  _parallel_cut(cases "<TestCase " "${text}")
  list(POP_FRONT cases)
  set(count 0)
  foreach(case IN LISTS cases)
    set(name "")
    if(case MATCHES "^name=\"([^\"]*)\"")
      set(name "${CMAKE_MATCH_1}")
    endif()
    set(file "")
    if(case MATCHES " filename=\"([^\"]*)\"")
      set(file "${CMAKE_MATCH_1}")
    endif()
    set(suite "")
    if(case MATCHES " testsuite=\"([^\"]*)\"")
      set(suite "${CMAKE_MATCH_1}")
    endif()
    set(line 0)
    if(case MATCHES " line=\"([0-9]+)\"")
      set(line "${CMAKE_MATCH_1}")
    endif()
    set(flags "")
    if(case MATCHES " skipped=\"true\"")
      set(flags disabled)
    endif()
    foreach(part IN ITEMS name file suite)
      _parallel_restore(${part})
      _parallel_unescape_xml(${part})
    endforeach()
    _parallel_absolute_source(file)
    set(markers "")
    _parallel_find_bracketed_markers(markers "${suite}")
    foreach(value IN ITEMS name file line flags markers)
      set(${value}_${count} "${${value}}")
    endforeach()
    math(EXPR count "${count} + 1")
  endforeach()
  # Cases with a pattern as their name first: they take others with them.
  set(patterns "")
  set(others "")
  set(at 0)
  while(at LESS count)
    if(name_${at} MATCHES "[*?]" OR name_${at} STREQUAL "")
      list(APPEND patterns ${at})
    else()
      list(APPEND others ${at})
    endif()
    math(EXPR at "${at} + 1")
  endwhile()
  foreach(at IN LISTS patterns others)
    if(DEFINED is_run_${at})
      continue()
    endif()
    string(REGEX REPLACE "([\\,])" "\\\\\\1" selector "${name_${at}}")
    if(selector STREQUAL "")
      set(selector "*")
    endif()
    # A second case with this selector becomes a part of the first one's test.
    _parallel_add_case("${name_${at}}" "${selector}" "${file_${at}}"
      ${line_${at}} "${markers_${at}}" "${flags_${at}}" "${name_${at}}")
    if(NOT at IN_LIST patterns)
      continue()
    endif()
    get_property(added GLOBAL PROPERTY _parallel_manifest_count)
    math(EXPR added "${added} - 1")
    string(REGEX REPLACE "([][+.|^$(){}\\])" "\\\\\\1" expression "${name_${at}}")
    string(REPLACE "*" ".*" expression "${expression}")
    string(REPLACE "?" "." expression "${expression}")
    if(expression STREQUAL "")
      set(expression ".*")
    endif()
    set(other 0)
    while(other LESS count)
      if(NOT other EQUAL at AND NOT DEFINED is_run_${other}
         AND "${name_${other}}" MATCHES "^${expression}$")
        set(is_run_${other} TRUE)
        _parallel_add_namesakes(${added} 1)
      endif()
      math(EXPR other "${other} + 1")
    endwhile()
    set(is_run_${at} TRUE)
  endforeach()
endfunction()

# Sets `out` to the markers in brackets that a text contains, if they are markers
# in full: a requirement or a built-in label. An adapter finds the same.
function(_parallel_find_bracketed_markers out text)
  set(markers "")
  while(NOT option_tags_are_not_markers AND text MATCHES "\\[([^]]*)](.*)$")
    set(tag "${CMAKE_MATCH_1}")
    set(text "${CMAKE_MATCH_2}")
    _parallel_escape_marker(tag)
    _parallel_mark_plain_tag(tag)
    if(NOT tag MATCHES "^@")
      list(APPEND markers "${tag}")
    endif()
  endwhile()
  set(${out} "${markers}" PARENT_SCOPE)
endfunction()
