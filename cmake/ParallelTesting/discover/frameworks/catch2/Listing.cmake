# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Catch2 executables without an adapter: converts the listings of versions 2.13
# and 3 to a manifest.
#
# Reads option_*.
include("${CMAKE_CURRENT_LIST_DIR}/../../../pure/ListItems.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../../../pure/Tags.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../ConvertListing.cmake")

# Sets <prefix>_version to the Catch2 version of the executable; empty if it
# does not identify itself as Catch2. Sets <prefix>_output and <prefix>_failure
# as _parallel_run_listing() does.
function(_parallel_identify_catch2 prefix)
  _parallel_run_listing(listing "" "" --libidentify)
  set(version "")
  if(listing_output MATCHES
     "framework: *Catch[^\n]*\nversion: *([0-9][^ \r\n]*)")
    set(version "${CMAKE_MATCH_1}")
  endif()
  set(${prefix}_version "${version}" PARENT_SCOPE)
  set(${prefix}_failure "${listing_failure}" PARENT_SCOPE)
  set(${prefix}_output "${listing_output}${listing_errors}" PARENT_SCOPE)
endfunction()

# Lists the cases and writes the manifest. Sets `out` to why that failed; empty
# if it did not. Sets `is_catch2` to whether this is a Catch2 executable.
function(_parallel_list_catch2 out is_catch2 manifest)
  _parallel_identify_catch2(catch2)
  set(failure "${catch2_failure}")
  set(${is_catch2} FALSE PARENT_SCOPE)
  if(catch2_failure STREQUAL "" AND NOT catch2_version STREQUAL "")
    set(${is_catch2} TRUE PARENT_SCOPE)
  endif()
  if(failure STREQUAL "" AND catch2_version STREQUAL "")
    string(CONCAT failure
      "the executable does not answer --libidentify like Catch2\n"
      "  executable: ${option_executable}\n"
      "  remedy: link ParallelTesting::catch2_main, or let main() pass its "
      "arguments to Catch2"
    )
    _parallel_append_output(failure "${catch2_output}")
  elseif(failure STREQUAL "")
    _parallel_start_manifest("1 catch2 ${catch2_version}")
    set_property(GLOBAL PROPERTY _parallel_catch2_count 0)
    # Without a spec, hidden cases are not listed. A selector of another case
    # must nevertheless not select them.
    set(all "")
    if(option_test_spec STREQUAL "")
      set(all "*")
    endif()
    if(catch2_version VERSION_LESS 3)
      _parallel_list_catch2_v2(failure "${all}")
    else()
      _parallel_run_listing(listing "" option_discovery_extra_args
        ${option_test_spec} --list-tests --reporter xml ${all})
      set(failure "${listing_failure}")
      if(failure STREQUAL "")
        _parallel_convert_catch2_xml("${listing_output}")
      endif()
    endif()
    _parallel_add_catch2_cases()
    _parallel_finish_manifest("${manifest}")
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()

# Records the cases in a listing of version 3.
function(_parallel_convert_catch2_xml text)
  _parallel_cut(cases "<TestCase>" "${text}")
  list(POP_FRONT cases)
  foreach(case IN LISTS cases)
    if(NOT case MATCHES "<Name>(.*)</Name>")
      continue()
    endif()
    set(name "${CMAKE_MATCH_1}")
    set(tags "")
    if(case MATCHES "<Tags>(.*)</Tags>")
      set(tags "${CMAKE_MATCH_1}")
    endif()
    set(file "")
    if(case MATCHES "<File>(.*)</File>")
      set(file "${CMAKE_MATCH_1}")
    endif()
    set(line 0)
    if(case MATCHES "<Line>([0-9]+)</Line>")
      set(line "${CMAKE_MATCH_1}")
    endif()
    foreach(part IN ITEMS name tags file)
      _parallel_restore(${part})
      _parallel_unescape_xml(${part})
    endforeach()
    _parallel_absolute_source(file)
    _parallel_note_catch2_case("${name}" "${tags}" "${file}" ${line})
  endforeach()
endfunction()

# Records the cases that version 2 lists. The spec `all` selects all of them, or
# is empty. Sets `out` to why that failed; empty if it did not.
#
# Version 2 prints exact names in one listing. Another one, in the same order,
# has the tags, but breaks names and tags into lines for a terminal. Its exit
# code is the number of cases, up to the limit of exit codes.
function(_parallel_list_catch2_v2 out all)
  set(contradiction
    "the listings of the Catch2 executable contradict each other")
  _parallel_run_listing(names "^[0-9]+$" option_discovery_extra_args
    ${option_test_spec} --list-test-names-only ${all})
  set(failure "${names_failure}")
  if(failure STREQUAL "")
    _parallel_run_listing(listing "^[0-9]+$" option_discovery_extra_args
      ${option_test_spec} --list-tests ${all})
    set(failure "${listing_failure}")
  endif()
  if(NOT failure STREQUAL "")
    set(${out} "${failure}" PARENT_SCOPE)
    return()
  endif()
  string(REGEX REPLACE "\n$" "" text "${names_output}")
  _parallel_cut(names "\n" "${text}")
  list(LENGTH names count)
  if(NOT listing_output MATCHES "\n([0-9]+) (matching )?test cases?\r?\n"
     OR CMAKE_MATCH_1 GREATER count)
    set(failure "${contradiction}")
    _parallel_append_output(failure "${listing_output}")
    set(${out} "${failure}" PARENT_SCOPE)
    return()
  endif()
  # The program printed the other lines at the beginning.
  math(EXPR noise "${count} - ${CMAKE_MATCH_1}")
  if(noise GREATER 0)
    list(SUBLIST names 0 ${noise} printed)
    foreach(line IN LISTS printed)
      _parallel_restore(line)
      string(FIND "${listing_output}" "\n  ${line}\n" at)
      if(NOT at LESS 0)
        string(CONCAT failure
          "the name of a test case contains a line break, which Catch2 2 does "
          "not list\n"
          "  remedy: rename it, or link ParallelTesting::catch2_main"
        )
        set(${out} "${failure}" PARENT_SCOPE)
        return()
      endif()
    endforeach()
  endif()
  list(SUBLIST names ${noise} -1 names)
  _parallel_add_catch2_v2_cases(are_the_same "${names}" "${listing_output}")
  if(NOT are_the_same)
    set(failure "${contradiction}")
    _parallel_append_output(failure "${listing_output}")
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()

# The listing breaks names into lines. The text in `rest_variable` is the
# remainder of a name. Removes the part that `line` shows from it, and sets
# `fits` to whether `line` is its next part. Catch2 adds a hyphen to a line if
# the name cannot be broken there.
function(_parallel_take_line_of_name fits rest_variable line)
  string(STRIP "${line}" shown)
  string(STRIP "${${rest_variable}}" rest)
  set(${fits} FALSE PARENT_SCOPE)
  string(REGEX REPLACE "-$" "" broken "${shown}")
  foreach(part IN ITEMS "${shown}" "${broken}")
    string(FIND "${rest}" "${part}" at)
    if(at EQUAL 0 AND NOT "x${part}" STREQUAL "x")
      string(LENGTH "${part}" length)
      string(SUBSTRING "${rest}" ${length} -1 rest)
      string(STRIP "${rest}" rest)
      set(${fits} TRUE PARENT_SCOPE)
      break()
    endif()
  endforeach()
  set(${rest_variable} "${rest}" PARENT_SCOPE)
endfunction()

# Appends a line of tags to the text in `tags_variable`, without the characters
# that breaking the tags added. The variable `end_in_word` is TRUE if the end of
# the text shows no sign of a break.
function(_parallel_take_line_of_tags tags_variable end_in_word line)
  set(tags "${${tags_variable}}")
  string(STRIP "${line}" shown)
  set(ends_in_word TRUE)
  if("${shown}" MATCHES "^.[A-Za-z0-9_!@#$%^~'\"?]*-$")
    string(REGEX REPLACE "-$" "" shown "${shown}")
    set(ends_in_word FALSE)
  endif()
  if(${end_in_word} AND tags MATCHES "[A-Za-z0-9_]$"
     AND shown MATCHES "^[A-Za-z0-9_]")
    # Neither after a sign nor before a bracket, so the break is at a blank.
    string(APPEND tags " ")
  endif()
  set(${tags_variable} "${tags}${shown}" PARENT_SCOPE)
  set(${end_in_word} ${ends_in_word} PARENT_SCOPE)
endfunction()

# Records the cases `names` with the tags in the listing. Sets `out` to whether
# both have the same cases.
function(_parallel_add_catch2_v2_cases out names listing)
  _parallel_cut(lines "\n" "${listing}")
  set(open "${_parallel_stand_in_1}")
  set(current "")
  set(rest "")
  set(tags "")
  set(tags_end_in_word TRUE)
  set(index 0)
  list(LENGTH names count)
  foreach(line IN LISTS lines)
    if(NOT current STREQUAL "" AND "x${rest}" STREQUAL "x"
       AND (line MATCHES "^      ${open}"
       OR (tags AND NOT tags MATCHES "${_parallel_stand_in_2}$")))
      _parallel_take_line_of_tags(tags tags_end_in_word "${line}")
      continue()
    endif()
    if(NOT line MATCHES "^  ")
      continue()
    endif()
    if(NOT "x${rest}" STREQUAL "x")
      _parallel_take_line_of_name(fits rest "${line}")
      continue()
    endif()
    if(index EQUAL count)
      continue()
    endif()
    list(GET names ${index} next)
    string(REGEX REPLACE "^\"(#.*)\"$" "\\1" next "${next}")
    set(rest "${next}")
    _parallel_take_line_of_name(fits rest "${line}")
    if(fits)
      _parallel_note_catch2_v2_case("${current}" "${tags}")
      set(current "${next}")
      set(tags "")
      set(tags_end_in_word TRUE)
      math(EXPR index "${index} + 1")
    else()
      set(rest "")
    endif()
  endforeach()
  _parallel_note_catch2_v2_case("${current}" "${tags}")
  set(${out} FALSE PARENT_SCOPE)
  if(index EQUAL count AND "x${rest}" STREQUAL "x")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Records a case of version 2 with items of _parallel_cut(), if there is one.
function(_parallel_note_catch2_v2_case name tags)
  if(NOT name STREQUAL "")
    _parallel_restore(name)
    _parallel_restore(tags)
    _parallel_note_catch2_case("${name}" "${tags}" "" 0)
  endif()
endfunction()

# Records a case. Names are compared after all cases are known. Tags of Catch2
# itself begin with a sign and are not markers.
function(_parallel_note_catch2_case name tags file line)
  set(all_tags "")
  set(lower_tags "")
  set(markers "")
  set(flags "")
  while(tags MATCHES "^[^[]*\\[([^]]*)](.*)$")
    set(tag "${CMAKE_MATCH_1}")
    set(tags "${CMAKE_MATCH_2}")
    string(TOLOWER "${tag}" lower_tag)
    _parallel_escape_marker(tag)
    _parallel_escape_marker(lower_tag)
    if(tag MATCHES "^(\\.|!hide)")
      set(flags hidden)
    endif()
    if(NOT tag MATCHES "^($|[.!@])")
      _parallel_tag_as_marker(marker "${tag}")
      list(APPEND markers "${marker}")
    endif()
    list(APPEND all_tags "${tag}")
    list(APPEND lower_tags "${lower_tag}")
  endwhile()
  get_property(index GLOBAL PROPERTY _parallel_catch2_count)
  _parallel_as_catch2_compares(key "${name}")
  foreach(value IN ITEMS name all_tags lower_tags markers flags file line key)
    set_property(
      GLOBAL PROPERTY _parallel_catch2_${value}_${index} "${${value}}")
  endforeach()
  string(HEX "${key}" key)
  set_property(GLOBAL APPEND PROPERTY _parallel_catch2_same_${key} ${index})
  math(EXPR index "${index} + 1")
  set_property(GLOBAL PROPERTY _parallel_catch2_count ${index})
endfunction()

# Sets `out` to the form of an escaped tag in a list of markers. Caches it,
# because many cases have the same tags.
function(_parallel_tag_as_marker out tag)
  set(marker "@${tag}")
  if(NOT option_tags_are_not_markers)
    get_property(marker GLOBAL PROPERTY "_parallel_marker_of_tag_${tag}")
    if("${marker}" STREQUAL "")
      set(marker "${tag}")
      _parallel_mark_plain_tag(marker)
      set_property(GLOBAL PROPERTY "_parallel_marker_of_tag_${tag}" "${marker}")
    endif()
  endif()
  set(${out} "${marker}" PARENT_SCOPE)
endfunction()

# Sets `out` to a name in the form in which Catch2 compares it with others.
function(_parallel_as_catch2_compares out name)
  string(TOLOWER "${name}" name)
  string(STRIP "${name}" name)
  set(${out} "${name}" PARENT_SCOPE)
endfunction()

# Sets `out` to whether Catch2 treats `name` as a pattern that matches `other`,
# both in the form in which it compares them. It does for a star at either end,
# whatever precedes it.
function(_parallel_catch2_matches out name other)
  set(${out} FALSE PARENT_SCOPE)
  if(name MATCHES "^exclude:")
    # See _parallel_as_catch2_name().
    string(PREPEND name "*")
  endif()
  if(name STREQUAL "")
    set(name "*")
  endif()
  set(at_start FALSE)
  set(at_end FALSE)
  if(name MATCHES "^\\*")
    set(at_start TRUE)
    string(SUBSTRING "${name}" 1 -1 name)
  endif()
  if(name MATCHES "\\*$")
    set(at_end TRUE)
    string(REGEX REPLACE "\\*$" "" name "${name}")
  endif()
  string(LENGTH "${name}" length)
  string(LENGTH "${other}" all)
  if(all LESS length)
    return()
  endif()
  if(at_start AND at_end)
    string(FIND "${other}" "${name}" at)
    if(at LESS 0)
      return()
    endif()
  else()
    set(start 0)
    if(at_start)
      math(EXPR start "${all} - ${length}")
    elseif(NOT at_end)
      set(length -1)
    endif()
    string(SUBSTRING "${other}" ${start} ${length} part)
    if(NOT "x${part}" STREQUAL "x${name}")
      return()
    endif()
  endif()
  set(${out} TRUE PARENT_SCOPE)
endfunction()

# Sets `out` to `text` as a literal part of a test spec: escapes what Catch2
# would read as a pattern, a tag, a list or an option.
function(_parallel_as_catch2_spec out text)
  string(REGEX REPLACE "([][\\,\"*])" "\\\\\\1" text "${text}")
  if(text MATCHES "^[ ~-]")
    string(PREPEND text "\\")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to `name` as a part of a test spec. Catch2 reads the beginning of
# such a name as a sign to exclude the rest, even if it is escaped; a pattern
# does not begin so.
function(_parallel_as_catch2_name out name)
  _parallel_as_catch2_spec(spec "${name}")
  if(name MATCHES "^exclude:")
    string(PREPEND spec "*")
  endif()
  set(${out} "${spec}" PARENT_SCOPE)
endfunction()

# Sets `out` to the test spec of a name. Catch2 skips blanks after an escaped
# sign at the beginning, and interprets other signs there, unless the name is in
# quotes.
function(_parallel_catch2_spec_of_name out name)
  _parallel_as_catch2_name(spec "${name}")
  if(spec MATCHES "^\\\\" AND name MATCHES "^.[] \t\n~\\,\"*[-]")
    set(spec "\"${spec}\"")
  endif()
  set(${out} "${spec}" PARENT_SCOPE)
endfunction()

# Sets `out` to the numbers of the other cases that a plain spec of the case
# `index` also selects.
function(_parallel_catch2_others out index)
  get_property(key GLOBAL PROPERTY _parallel_catch2_key_${index})
  string(HEX "${key}" hex)
  get_property(others GLOBAL PROPERTY _parallel_catch2_same_${hex})
  if(key MATCHES "^\\*|\\*$|^$|^exclude:")
    set(others "")
    get_property(count GLOBAL PROPERTY _parallel_catch2_count)
    math(EXPR last "${count} - 1")
    foreach(other RANGE ${last})
      get_property(other_key GLOBAL PROPERTY _parallel_catch2_key_${other})
      _parallel_catch2_matches(matches "${key}" "${other_key}")
      if(matches)
        list(APPEND others ${other})
      endif()
    endforeach()
  endif()
  list(REMOVE_ITEM others ${index})
  set(${out} "${others}" PARENT_SCOPE)
endfunction()

# Adds the recorded cases, in order.
function(_parallel_add_catch2_cases)
  get_property(count GLOBAL PROPERTY _parallel_catch2_count)
  set(index 0)
  while(index LESS count)
    foreach(value IN ITEMS name markers flags file line)
      get_property(
        ${value} GLOBAL PROPERTY _parallel_catch2_${value}_${index})
    endforeach()
    if(option_test_spec STREQUAL "" AND flags STREQUAL "hidden")
      math(EXPR index "${index} + 1")
      continue()
    endif()
    _parallel_catch2_spec_of_name(case_selector "${name}")
    _parallel_catch2_others(others ${index})
    set(case_shown "${name}")
    set(case_namesakes "")
    if(NOT others STREQUAL "")
      _parallel_tell_from_others(case ${index} "${others}")
    endif()
    get_property(is_run GLOBAL PROPERTY _parallel_catch2_is_run_${index})
    if(NOT is_run)
      _parallel_add_case("${case_shown}" "${case_selector}" "${file}" ${line}
        "${markers}" "${flags}" "${case_shown}")
      _parallel_run_catch2_namesakes("${case_namesakes}")
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
endfunction()

# Makes the test of the case that was added last also run the cases `namesakes`:
# no test spec selects it alone.
function(_parallel_run_catch2_namesakes namesakes)
  list(LENGTH namesakes number)
  if(number EQUAL 0)
    return()
  endif()
  get_property(count GLOBAL PROPERTY _parallel_manifest_count)
  math(EXPR last "${count} - 1")
  _parallel_add_namesakes(${last} ${number})
  foreach(index IN LISTS namesakes)
    set_property(GLOBAL PROPERTY _parallel_catch2_is_run_${index} TRUE)
  endforeach()
endfunction()

# Appends a part of a test spec to the text in `variable`, unless it is there
# already.
function(_parallel_leave_out variable part)
  string(FIND "${${variable}}" "${part}" at)
  if(at LESS 0)
    set(${variable} "${${variable}}${part}" PARENT_SCOPE)
  endif()
endfunction()

# Sets, for the case `index`, whose plain spec also selects the cases `others`,
#   <prefix>_selector   a spec that excludes these: by tags, as the adapter does,
#                       or by their names
#   <prefix>_shown      its name, with tags if others have the same name
#   <prefix>_namesakes  those of the others that no spec excludes
function(_parallel_tell_from_others prefix index others)
  foreach(value IN ITEMS name all_tags lower_tags file line key)
    get_property(
      ${value} GLOBAL PROPERTY _parallel_catch2_${value}_${index})
  endforeach()
  set(shown "${name}")
  set(namesakes "")
  set(own_tags "")
  set(left_out "")
  set(is_shared FALSE)
  foreach(other IN LISTS others)
    foreach(value IN ITEMS name lower_tags key)
      get_property(
        other_${value} GLOBAL PROPERTY _parallel_catch2_${value}_${other})
    endforeach()
    if("x${other_name}" STREQUAL "x${name}")
      set(is_shared TRUE)
    endif()
    _parallel_catch2_matches(matches "${other_key}" "${key}")
    if(NOT matches)
      _parallel_as_catch2_name(spec "${other_name}")
      _parallel_leave_out(left_out "~\"${spec}\"")
    elseif("x${other_lower_tags}" STREQUAL "x${lower_tags}")
      list(APPEND namesakes ${other})
    else()
      set(own_tags "${all_tags}")
      list(REMOVE_ITEM other_lower_tags ${lower_tags} "")
      foreach(tag IN LISTS other_lower_tags)
        _parallel_unescape_markers(tag)
        _parallel_as_catch2_spec(spec "${tag}")
        _parallel_leave_out(left_out "~[${spec}]")
      endforeach()
    endif()
  endforeach()
  set(required "")
  set(shown_tags "")
  foreach(tag IN LISTS own_tags)
    _parallel_unescape_markers(tag)
    string(APPEND shown_tags "[${tag}]")
    _parallel_as_catch2_spec(spec "${tag}")
    string(APPEND required "[${spec}]")
  endforeach()
  if(is_shared AND NOT shown_tags STREQUAL "")
    string(APPEND shown " ${shown_tags}")
  endif()
  _parallel_as_catch2_name(selector "${name}")
  if(key STREQUAL "")
    # For Catch2, a name that consists of blanks is empty.
    set(selector "*")
  endif()
  set(selector "\"${selector}\"${required}${left_out}")
  string(LENGTH "${selector}" length)
  if(length GREATER 100000)
    # An argument has at most 131072 bytes.
    string(CONCAT problem
      "'${name}' cannot be selected without many others, because Catch2 "
      "ignores upper and lower case, and blanks and stars at the ends; rename "
      "it, or link ParallelTesting::catch2_main"
    )
    _parallel_add_listing_problem("${file}" ${line} "${problem}")
    string(APPEND shown " #${index}")
  endif()
  foreach(value IN ITEMS selector shown namesakes)
    set(${prefix}_${value} "${${value}}" PARENT_SCOPE)
  endforeach()
endfunction()
