# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Checks that every block of code in a document stands word for word in the
# file that the comment in front of it names:
#
#   <!-- examples/00_smallest/orders_test.cpp -->
#   ```cpp
#
# and that the document shows the headers of ParallelTesting, and the short names
# of its namespaces, that the files of its C++ blocks need.
#
# Commands for the shell need no file, but may have one. Usage:
#   cmake -D DOCUMENT=<file> -D ROOT=<directory of the named files> -P <this>
cmake_minimum_required(VERSION 3.25)

set(fence "```")

# Sets `out` to the part of `text` up to `mark`, and `rest` to what follows it.
# Both are left empty when there is no mark.
function(split_at out rest mark text)
  string(FIND "${text}" "${mark}" at)
  set(before "")
  set(after "")
  if(at GREATER_EQUAL 0)
    string(SUBSTRING "${text}" 0 ${at} before)
    string(LENGTH "${mark}" length)
    math(EXPR at "${at} + ${length}")
    string(SUBSTRING "${text}" ${at} -1 after)
  endif()
  set(${out} "${before}" PARENT_SCOPE)
  set(${rest} "${after}" PARENT_SCOPE)
endfunction()

function(check_block before language block)
  string(REGEX MATCH "<!-- ([^ ]+) -->\n$" found "${before}")
  set(file "${CMAKE_MATCH_1}")
  if(NOT found)
    message(SEND_ERROR
      "${DOCUMENT}: a block of ${language} does not say which file it is cut "
      "from; put <!-- file --> in front of it:\n${block}"
    )
    return()
  endif()
  if(NOT EXISTS "${ROOT}/${file}")
    message(SEND_ERROR "${DOCUMENT}: there is no file '${file}'")
    return()
  endif()
  file(READ "${ROOT}/${file}" source)
  string(FIND "${source}" "${block}" at)
  if(at LESS 0)
    message(SEND_ERROR
      "${DOCUMENT}: this block does not stand in '${file}':\n${block}"
    )
  endif()
endfunction()

# A reader who copies the blocks has no other lines of their files.
function(check_needed_lines sources shown)
  foreach(file IN LISTS sources)
    file(
      STRINGS "${ROOT}/${file}" needed
      REGEX "^(#include <parallel_testing/|namespace [a-z]+ = )"
    )
    foreach(line IN LISTS needed)
      string(FIND "${shown}" "${line}\n" at)
      if(at LESS 0)
        message(SEND_ERROR
          "${DOCUMENT}: blocks of '${file}' need a line that no block shows:\n"
          "${line}"
        )
      endif()
    endforeach()
  endforeach()
endfunction()

file(READ "${DOCUMENT}" text)
set(count 0)
set(sources "")
set(shown "")
while(TRUE)
  split_at(before text "${fence}" "${text}")
  if(text STREQUAL "")
    break()
  endif()
  split_at(language text "\n" "${text}")
  split_at(block text "${fence}" "${text}")
  if(language MATCHES "^(cpp|cmake|json)$"
     OR (language STREQUAL "sh" AND before MATCHES "<!-- ([^ ]+) -->\n$"))
    check_block("${before}" "${language}" "${block}")
    math(EXPR count "${count} + 1")
  endif()
  if(language STREQUAL "cpp")
    string(APPEND shown "${block}")
    string(REGEX MATCH "<!-- ([^ ]+) -->\n$" found "${before}")
    set(file "${CMAKE_MATCH_1}")
    if(found AND EXISTS "${ROOT}/${file}")
      list(APPEND sources "${file}")
    endif()
  endif()
endwhile()
list(REMOVE_DUPLICATES sources)
check_needed_lines("${sources}" "${shown}")
message(STATUS "${DOCUMENT}: ${count} blocks checked")
