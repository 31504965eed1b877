# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Checks that tests/BEHAVIOURS.md names the tests that carry the number of each
# behaviour, in the name of a GoogleTest case or of a module test, and that
# every number in a name has a line there.
#
#   cmake -P tests/documents/Behaviours.cmake               # checks
#   cmake -D UPDATE=ON -P tests/documents/Behaviours.cmake  # rewrites the column
#
# With UPDATE_GOLDEN set in the environment the check also rewrites.
cmake_minimum_required(VERSION 3.25)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH tests)
set(document "${tests}/BEHAVIOURS.md")
set(most_files 5)

file(GLOB_RECURSE files RELATIVE "${tests}" "${tests}/*.cpp" "${tests}/*.cmake")
list(SORT files)
set(behaviours "")
foreach(file IN LISTS files)
  cmake_path(GET file FILENAME name)
  set(names "${name}")
  if(file MATCHES "[.]cpp$")
    file(STRINGS "${tests}/${file}" lines REGEX "C[0-9][0-9]+_")
    string(REGEX MATCHALL "[ (](C[0-9][0-9]+_)+" names "${lines}")
  endif()
  string(REGEX MATCHALL "C[0-9][0-9]+_" numbers "${names}")
  list(TRANSFORM numbers REPLACE "_" "")
  list(REMOVE_DUPLICATES numbers)
  foreach(number IN LISTS numbers)
    list(APPEND behaviours ${number})
    list(APPEND files_of_${number} "`${file}`")
  endforeach()
endforeach()
list(REMOVE_DUPLICATES behaviours)
list(SORT behaviours)

file(READ "${document}" text)
set(expected "${text}")
set(problems "")
foreach(number IN LISTS behaviours)
  list(LENGTH files_of_${number} count)
  list(SUBLIST files_of_${number} 0 ${most_files} shown)
  list(JOIN shown ", " shown)
  if(count GREATER most_files)
    string(APPEND shown " …")
  endif()
  # A semicolon of the text is no separator here: the value is never a list.
  string(REGEX MATCH "\n[|] ${number} [|] [^|\n]+ [|][^\n]*" line "${expected}")
  if(line STREQUAL "")
    string(APPEND problems "  ${number} has tests and no line: write one\n")
    continue()
  endif()
  string(REGEX REPLACE "^(\n[|] [^|]+ [|] [^|]+ [|]).*" "\\1" kept "${line}")
  string(REPLACE "${line}" "${kept} ${shown} |" expected "${expected}")
endforeach()
string(REGEX MATCHALL "\n[|] C[0-9]+ " lines "${text}")
set(numbers "")
foreach(line IN LISTS lines)
  string(REGEX MATCH "C[0-9]+" number "${line}")
  if(number IN_LIST numbers)
    string(APPEND problems "  ${number} has two lines: remove one\n")
  endif()
  list(APPEND numbers ${number})
  if(NOT number IN_LIST behaviours)
    string(APPEND problems "  ${number} has a line and no test\n")
  endif()
endforeach()
if(NOT problems STREQUAL "")
  message(FATAL_ERROR "${document}:\n${problems}")
endif()

if(expected STREQUAL text)
  return()
endif()
if(NOT UPDATE AND NOT DEFINED ENV{UPDATE_GOLDEN})
  message(FATAL_ERROR
    "${document}: the column of tests is not what the names of the tests say\n"
    "  remedy: cmake -D UPDATE=ON -P tests/documents/Behaviours.cmake"
  )
endif()
file(WRITE "${document}" "${expected}")
message("${document}: rewritten")
