# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What Catch2 tags mean. They are free text, so a tag is a marker only when it
# is one in full; others are plain. In a list of markers a plain tag has the
# sign @ in front, which no marker has and no tag that reaches us. The adapters
# also write such lists. Pure.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/MarkerWords.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Nearest.cmake")

# Changes the escaped tag in `variable` into what a list of markers has for it.
function(_parallel_mark_plain_tag variable)
  _parallel_builtin_labels(labels)
  _parallel_read_marker(property value "${${variable}}" "${labels}")
  if(property MATCHES "^(unknown|malformed)$")
    set(${variable} "@${${variable}}" PARENT_SCOPE)
  endif()
endfunction()

# Judges a plain tag. Sets `problem` to why it is refused, or to nothing: only
# what can hardly be anything but a marker is. Sets `hint` to what its author
# should know who meant a marker, or to nothing.
function(_parallel_judge_plain_tag problem hint tag labels)
  set(reason "")
  set(advice "")
  if(tag MATCHES "::")
    # A name of the source under test.
  elseif(tag MATCHES ":")
    _parallel_meant_marker(meant "${tag}")
    if(NOT meant STREQUAL "")
      _parallel_refusal(reason "${tag}" "${meant}")
    else()
      _parallel_hint_at_several(advice "${tag}")
    endif()
  else()
    _parallel_marker_usage(usage "${tag}")
    _parallel_misspelt_tag(meant "${tag}" "${labels}")
    if(NOT usage STREQUAL "")
      set(advice "as a marker it is ${usage}")
    elseif(meant STREQUAL "no_parallel")
      _parallel_refusal(reason "${tag}" "${meant}")
    elseif(NOT meant STREQUAL "")
      set(advice "did you mean '${meant}'?")
    endif()
  endif()
  set(${problem} "${reason}" PARENT_SCOPE)
  set(${hint} "${advice}" PARENT_SCOPE)
endfunction()

# Sets `out` to why `tag`, which nearly is the marker `meant`, is refused.
function(_parallel_refusal out tag meant)
  string(REGEX REPLACE ":.*" "" head "${tag}")
  if(head STREQUAL "${meant}")
    _parallel_marker_usage(usage "${meant}")
    set(reason "malformed marker '${tag}': write ${usage}.")
  else()
    string(REGEX REPLACE "^[^:]+" "${meant}" meant "${tag}")
    set(reason "unknown marker '${tag}', did you mean '${meant}'?")
  endif()
  string(APPEND reason
    " Pass TAGS_ARE_NOT_MARKERS if no tag of this target is a marker")
  set(${out} "${reason}" PARENT_SCOPE)
endfunction()

# Sets `out` to the name of the marker that the word before the colon of `tag`
# is, or nearly is, or to nothing. Catch2 compares tags without regard to case;
# a word in upper case is a marker only when all of it would be one.
function(_parallel_meant_marker out tag)
  set(${out} "" PARENT_SCOPE)
  string(REGEX REPLACE ":.*" "" head "${tag}")
  _parallel_marker_names(names)
  foreach(name IN LISTS names)
    _parallel_is_nearly(nearly "${head}" "${name}")
    if(head STREQUAL name OR nearly)
      set(${out} "${name}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  string(TOLOWER "${tag}" lower)
  _parallel_read_marker(property value "${lower}" "")
  if(NOT property MATCHES "^(unknown|malformed)$")
    string(REGEX REPLACE ":.*" "" head "${lower}")
    set(${out} "${head}" PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to whether `word` is `name` with one mistake, or two in a long
# name. Other words begin with another letter (`block` is not `lock`) or, when
# they are short, differ in one (`grade` is not `grace`, `loc` is not `lock`).
function(_parallel_is_nearly out word name)
  set(${out} FALSE PARENT_SCOPE)
  string(LENGTH "${name}" length)
  string(LENGTH "${word}" word_length)
  math(EXPR longer "${word_length} - ${length}")
  if(longer GREATER 2 OR longer LESS -2 OR word_length EQUAL 0)
    return()
  endif()
  string(SUBSTRING "${name}" 0 1 first)
  string(FIND "${word}" "${first}" at)
  _parallel_is_swap(swap "${word}" "${name}")
  if(NOT at EQUAL 0
     OR (length LESS 6 AND longer EQUAL 0 AND NOT swap)
     OR (length LESS 5 AND longer LESS 0))
    return()
  endif()
  set(allowed 1)
  if(length GREATER 9)
    set(allowed 2)
  endif()
  _parallel_edit_distance(distance "${word}" "${name}")
  if(distance LESS_EQUAL allowed)
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to what to do when `tag` holds a marker between semicolons, or to
# nothing.
function(_parallel_hint_at_several out tag)
  set(${out} "" PARENT_SCOPE)
  string(REPLACE "%3B" ";" pieces "${tag}")
  foreach(piece IN LISTS pieces)
    _parallel_read_marker(property value "${piece}" "")
    if(NOT property MATCHES "^(unknown|malformed)$")
      string(REPLACE "%3B" "%5D%5B" each "%5B${tag}%5D")
      set(${out} "it is one tag: for several write ${each}" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# Sets `out` to the marker or label that `tag`, a tag without a colon, looks
# like, or to nothing. Only markers that need no argument can be meant, and the
# shorter a word the more likely it is simply another word: `app` is not
# `api`, `flow` is not `slow`.
function(_parallel_misspelt_tag out tag labels)
  set(${out} "" PARENT_SCOPE)
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
      set(${out} "${word}" PARENT_SCOPE)
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
