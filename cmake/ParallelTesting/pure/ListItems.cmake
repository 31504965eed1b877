# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Converts texts to items of CMake lists. A list can hold an escaped semicolon
# in an item, but no unbalanced square bracket, no backslash at the end, and no
# single empty item.
include_guard(GLOBAL)

# Sets `out` to whether a list can hold the text after its semicolons are
# escaped.
function(_parallel_fits_a_list out text)
  set(${out} TRUE PARENT_SCOPE)
  if(NOT text MATCHES "[][\\]")
    return()
  endif()
  string(REGEX REPLACE "[^][]" "" brackets "${text}")
  while(brackets MATCHES "\\[]")
    string(REPLACE "[]" "" brackets "${brackets}")
  endwhile()
  if(NOT brackets STREQUAL "" OR text MATCHES "\\\\$")
    set(${out} FALSE PARENT_SCOPE)
  endif()
endfunction()

# In a text that no list can hold, and for an empty text, control characters
# replace brackets and backslashes until the text leaves the list. Sets
# <prefix>_open, <prefix>_close, <prefix>_backslash and <prefix>_empty to these
# characters.
macro(_parallel_name_stand_ins prefix)
  string(ASCII 1 ${prefix}_open)
  string(ASCII 2 ${prefix}_close)
  string(ASCII 4 ${prefix}_backslash)
  string(ASCII 5 ${prefix}_empty)
endmacro()

# Converts the text in `variable` to one that a list can hold.
function(_parallel_into_item variable)
  set(text "${${variable}}")
  _parallel_fits_a_list(fits "${text}")
  if(NOT fits)
    _parallel_name_stand_ins(sign)
    string(REPLACE "[" "${sign_open}" text "${text}")
    string(REPLACE "]" "${sign_close}" text "${text}")
    string(REPLACE "\\" "${sign_backslash}" text "${text}")
    set(${variable} "${text}" PARENT_SCOPE)
  endif()
endfunction()

# Converts the item in `variable` back to the original text.
function(_parallel_from_item variable)
  set(text "${${variable}}")
  _parallel_name_stand_ins(sign)
  string(REPLACE "${sign_open}" "[" text "${text}")
  string(REPLACE "${sign_close}" "]" text "${text}")
  string(REPLACE "${sign_backslash}" "\\" text "${text}")
  if(text STREQUAL sign_empty)
    set(text "")
  endif()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Appends a text to a list, as one item for _parallel_from_item().
function(_parallel_append_item list_variable text)
  _parallel_into_item(text)
  string(REPLACE ";" "\\;" text "${text}")
  if(text STREQUAL "")
    _parallel_name_stand_ins(sign)
    set(text "${sign_empty}")
  endif()
  list(APPEND ${list_variable} "${text}")
  set(${list_variable} "${${list_variable}}" PARENT_SCOPE)
endfunction()

# Appends the items of a list of arguments to another list, as items for
# _parallel_from_item(). Empty items are arguments; an empty list has none.
function(_parallel_append_arguments list_variable items)
  foreach(item IN LISTS items)
    _parallel_append_item(${list_variable} "${item}")
  endforeach()
  set(${list_variable} "${${list_variable}}" PARENT_SCOPE)
endfunction()

# Converts the text of one marker to its form in a list of markers: percent
# signs, semicolons, brackets and backslashes become two hexadecimal digits. The
# adapters do the same. Most markers contain none of these characters.
function(_parallel_escape_marker variable)
  set(text "${${variable}}")
  string(REPLACE "%" "%25" text "${text}")
  string(REPLACE ";" "%3B" text "${text}")
  string(REPLACE "[" "%5B" text "${text}")
  string(REPLACE "\\" "%5C" text "${text}")
  string(REPLACE "]" "%5D" text "${text}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Converts markers, or a message about them, back to what the user wrote.
function(_parallel_unescape_markers variable)
  set(text "${${variable}}")
  if(text MATCHES "%")
    string(REPLACE "%3B" ";" text "${text}")
    string(REPLACE "%5B" "[" text "${text}")
    string(REPLACE "%5C" "\\" text "${text}")
    string(REPLACE "%5D" "]" text "${text}")
    string(REPLACE "%25" "%" text "${text}")
  endif()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
