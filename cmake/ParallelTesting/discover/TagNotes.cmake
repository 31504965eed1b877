# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Notes for authors of Catch2 tags: which tags look like markers but are plain
# tags, and which became markers although they may mean something else.
#
# Reads option_*, mark_*.

# Adds both kinds of notes.
function(_parallel_note_tags)
  get_property(hints GLOBAL PROPERTY _parallel_hints)
  list(REMOVE_DUPLICATES hints)
  if(NOT hints STREQUAL "")
    set(text "warning: ${option_call}: tags that look like markers are plain tags")
    foreach(hint IN LISTS hints)
      string(REGEX MATCH "^(.*)%[|](.*)$" hint "${hint}")
      string(APPEND text "\n  [${CMAKE_MATCH_1}]: ${CMAKE_MATCH_2}")
    endforeach()
    _parallel_unescape_markers(text)
    _parallel_note_block("${text}"
      "correct them, declare them with parallel_declare_labels(), or pass "
      "TAGS_ARE_NOT_MARKERS"
    )
  endif()
  _parallel_note_tags_by_chance()
endfunction()

# Notes words like `serial`, which may be markers by chance. They are not if the
# target has what nobody writes by chance: arguments, no_parallel, or markers in
# CMake.
function(_parallel_note_tags_by_chance)
  get_property(known GLOBAL PROPERTY _parallel_known)
  list(REMOVE_DUPLICATES known)
  if(known STREQUAL "" OR mark_count GREATER 0
     OR NOT option_markers STREQUAL ""
     OR "${known}" MATCHES ":|(^|;)no_parallel(;|$)")
    return()
  endif()
  set(text "note: ${option_call}: tags are markers here")
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/MarkerKinds.cmake")
  foreach(tag IN LISTS known)
    _parallel_read_row(row "${tag}")
    string(APPEND text "\n  [${tag}]: ${row_meaning}")
  endforeach()
  _parallel_note_block(
    "${text}" "pass TAGS_ARE_NOT_MARKERS if they mean something else")
endfunction()

# Adds a note. All further arguments together are its remedy.
function(_parallel_note_block text)
  string(CONCAT remedy ${ARGN})
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_notes
    "${text}\n  remedy: ${remedy}\n"
  )
endfunction()
