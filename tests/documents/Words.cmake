# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reports words that a technical writer would not use, with file, line and the
# words to use instead. Code in backticks and in fenced blocks is left out.
#
#   cmake -D ROOT=<repository> -P Words.cmake     # the files of `checked`
#   cmake -D ROOT=… -D ALL=ON -P Words.cmake      # those of `unchecked` as well
#   cmake -D DOCUMENT=<file> -P Words.cmake       # one document
#   cmake -D DOCUMENT=<file> -D EACH=ON -P …      # in which each rule must match
cmake_minimum_required(VERSION 3.25)

# <kind>|<glob, below ROOT>. A README.md stands for all below its folder. Kinds:
# `text` reads the whole file, `code` only comments and quoted text.
set(checked
    "code|lib/include/*.hpp"
    "code|lib/src/*.hpp"
    "code|lib/src/*.cpp"
    "code|lib/launcher/*.cpp"
    "code|lib/launcher/*.hpp"
    "text|docs/reference/*.md"
    "text|README.md"
    "text|CHANGELOG.md"
    "text|docs/*.md"
    "text|lib/README.md"
    "text|tools/README.md"
    "text|tests/README.md"
    "text|tests/BEHAVIOURS.md"
    "code|tools/*.cpp"
    "code|tools/*.hpp"
    "code|tools/*.sh"
    "code|cmake/*.cmake"
    "code|examples/*.cpp"
    "code|examples/*.hpp"
    "code|examples/*.cmake"
    "code|examples/CMakeLists.txt"
)
# Not rewritten yet. Once a line passes with ALL, it moves to `checked`.
set(unchecked)

# <regular expression>|<what to write>. `_` stands for blanks and line breaks;
# a match begins and ends with a whole word.
set(rules
    "behind|after, under"
    "is_no|is not a"
    "are_no|are not"
    "said|printed, reported"
    "says|prints, reports, states"
    "tells|prints, reports"
    "told|printed, reported"
    "of_(its|their|our|your|my|one's|[a-z]+'s)_own|private, its own"
    "for_(itself|themselves)|private, its own"
    "who|the process that, the test that"
    "whoever|the process that"
    "[^ \n]+,_too|also"
    "so_many|this many"
    "wants|requires"
    "time-outs?|timeout"
    "name_spaces?|namespace"
    "time_lines?|timeline"
    "pieces?_of_(a|the)_(test|case)|helper process"
    "and_(its|their)_kin|and similar variables"
    "called_like|named like"
)

# Right in English although a rule matches; each with its reason.
set(allowed
    "there_(is|are)_no"     # nothing exists
    "(is|are)_no_longer"    # an adverb
    "(is|are)_no_more_than" # a number
    "(leave|leaves|left)_([a-z{}]+_)?([a-z]+_)?behind" # processes that outlive a test
    "(anyone|people|person|reader|readers|user|users|those)_who" # people
)

# Sets `out` to the prose of a text: without what stands in backticks, and
# without the targets of links.
function(keep_prose out text)
  set(prose "")
  set(inside FALSE)
  while(TRUE)
    string(FIND "${text}" "`" at)
    string(SUBSTRING "${text}" 0 ${at} part)
    if(inside)
      string(REGEX REPLACE "[^\n]+" "" part "${part}")
      string(APPEND prose "`")
    endif()
    string(APPEND prose "${part}")
    if(at EQUAL -1)
      break()
    endif()
    math(EXPR at "${at} + 1")
    string(SUBSTRING "${text}" ${at} -1 text)
    if(inside)
      set(inside FALSE)
    else()
      set(inside TRUE)
    endif()
  endwhile()
  string(REGEX REPLACE "\\]\\([^) \n]*\\)" "]" prose "${prose}")
  set(${out} "${prose}" PARENT_SCOPE)
endfunction()

# Makes comments of the lines in `variable` between `begin` and `end`.
function(mark_blocks variable begin end)
  set(marked "")
  set(rest "${${variable}}")
  string(LENGTH "${begin}" length)
  while(TRUE)
    string(FIND "${rest}" "${begin}" at)
    string(SUBSTRING "${rest}" 0 ${at} before)
    string(APPEND marked "${before}")
    if(at EQUAL -1)
      break()
    endif()
    math(EXPR at "${at} + ${length}")
    string(SUBSTRING "${rest}" ${at} -1 rest)
    string(FIND "${rest}" "${end}" at)
    string(SUBSTRING "${rest}" 0 ${at} block)
    string(REPLACE "\n" "\n#" block "${block}")
    string(APPEND marked "#${block}")
    if(at EQUAL -1)
      break()
    endif()
    string(SUBSTRING "${rest}" ${at} -1 rest)
  endwhile()
  set(${variable} "${marked}" PARENT_SCOPE)
endfunction()

# Sets `out` to the comments and quoted texts of a source, line by line.
function(keep_comments out text)
  mark_blocks(text "r\"(" ")\"")
  mark_blocks(text "#[===[" "#]===]")
  string(REGEX REPLACE "\\\\[\"n]" " " text "${text}")
  set(kept "")
  while(NOT text STREQUAL "")
    string(REGEX MATCH "^[^\n]*\n?" line "${text}")
    string(LENGTH "${line}" length)
    string(SUBSTRING "${text}" ${length} -1 text)
    string(REGEX REPLACE "\n$" "" line "${line}")
    while(line MATCHES "(//|#|\")(.*)$")
      set(line "")
      if(CMAKE_MATCH_1 STREQUAL "\"")
        if(CMAKE_MATCH_2 MATCHES "^([^\"]*)\"(.*)$")
          string(APPEND kept "${CMAKE_MATCH_1} ")
          set(line "${CMAKE_MATCH_2}")
        endif()
      else()
        string(APPEND kept "${CMAKE_MATCH_2}")
      endif()
    endwhile()
    string(APPEND kept "\n")
  endwhile()
  set(${out} "${kept}" PARENT_SCOPE)
endfunction()

set(findings "")
set(unused "${rules}")
# Appends to `findings` what the rules find in a file.
function(check kind file)
  file(READ "${file}" text)
  string(TOLOWER "${text}" text)
  if(kind STREQUAL "code")
    keep_comments(text "${text}")
    # A name of code, such as left_behind.
    string(REGEX REPLACE "[a-z0-9]*_[a-z0-9_]+" "." text "${text}")
  endif()
  keep_prose(text "${text}")
  foreach(phrase IN LISTS allowed)
    string(REPLACE "_" "[ \n]+" phrase "${phrase}")
    while(text MATCHES "[^a-z](${phrase})[^a-z]")
      set(match "${CMAKE_MATCH_1}")
      string(REGEX REPLACE "[^\n]+" " ." breaks "${match}")
      string(REPLACE "${match}" "${breaks}" text "${text}")
    endwhile()
  endforeach()
  foreach(rule IN LISTS rules)
    string(REGEX REPLACE "[|][^|]*$" "" pattern "${rule}")
    string(REGEX REPLACE "^.*[|]" "" instead "${rule}")
    string(REPLACE "_" "[ \n]+" pattern "${pattern}")
    set(rest " ${text} ")
    set(line 1)
    while(rest MATCHES "[^a-z](${pattern})[^a-z]")
      set(match "${CMAKE_MATCH_1}")
      list(REMOVE_ITEM unused "${rule}")
      string(FIND "${rest}" "${CMAKE_MATCH_0}" at)
      string(LENGTH "${match}" length)
      math(EXPR begin "${at} + 1")
      math(EXPR end "${begin} + ${length}")
      string(SUBSTRING "${rest}" 0 ${begin} before)
      string(REGEX REPLACE "[^\n]+" "" breaks "${before}")
      string(LENGTH "${breaks}" breaks)
      math(EXPR line "${line} + ${breaks}")
      string(REGEX REPLACE "[ \n]+" " " shown "${match}")
      string(APPEND findings "  ${file}:${line}: '${shown}': ${instead}\n")
      string(SUBSTRING "${rest}" ${begin} -1 rest)
      string(SUBSTRING "${rest}" ${length} -1 rest)
      string(REGEX REPLACE "[^\n]+" "" breaks "${match}")
      string(LENGTH "${breaks}" breaks)
      math(EXPR line "${line} + ${breaks}")
    endwhile()
  endforeach()
  set(findings "${findings}" PARENT_SCOPE)
  set(unused "${unused}" PARENT_SCOPE)
endfunction()

if(DOCUMENT)
  set(kind code)
  if(DOCUMENT MATCHES "[.]md$")
    set(kind text)
  endif()
  check(${kind} "${DOCUMENT}")
  if(EACH)
    if(unused)
      message(FATAL_ERROR "${DOCUMENT}: no sentence breaks: ${unused}")
    endif()
    return()
  endif()
else()
  if(ALL)
    list(APPEND checked ${unchecked})
  endif()
  foreach(item IN LISTS checked)
    string(REGEX MATCH "^(.*)[|](.*)$" item "${item}")
    set(kind "${CMAKE_MATCH_1}")
    set(glob "${ROOT}/${CMAKE_MATCH_2}")
    if(CMAKE_MATCH_2 MATCHES "^[A-Z]|^docs/")
      file(GLOB files "${glob}")
    else()
      file(GLOB_RECURSE files "${glob}")
    endif()
    if(NOT files)
      message(FATAL_ERROR "no file matches ${glob}")
    endif()
    list(FILTER files EXCLUDE REGEX "/build/")
    foreach(file IN LISTS files)
      check(${kind} "${file}")
    endforeach()
  endforeach()
endif()
if(NOT findings STREQUAL "")
  message(FATAL_ERROR "words to replace:\n${findings}")
endif()
