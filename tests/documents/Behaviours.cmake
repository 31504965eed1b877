# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Checks that the table in tests/README.md says which tests carry the number of
# which behaviour: in the name of a GoogleTest case or of a module test.
#
#   cmake -P tests/documents/Behaviours.cmake               # checks
#   cmake -D UPDATE=ON -P tests/documents/Behaviours.cmake  # rewrites the table
cmake_minimum_required(VERSION 3.25)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH tests)
set(document "${tests}/README.md")
set(most_files 5)

file(GLOB_RECURSE files RELATIVE "${tests}" "${tests}/*.cpp" "${tests}/*.cmake")
list(SORT files)
set(behaviours "")
foreach(file IN LISTS files)
  cmake_path(GET file FILENAME name)
  set(names "${name}")
  if(file MATCHES "[.]cpp$")
    file(STRINGS "${tests}/${file}" lines REGEX "C[0-9][0-9]_")
    string(REGEX MATCHALL "[ (](C[0-9][0-9]_)+" names "${lines}")
  endif()
  string(REGEX MATCHALL "C[0-9][0-9]_" numbers "${names}")
  list(TRANSFORM numbers REPLACE "_" "")
  list(REMOVE_DUPLICATES numbers)
  foreach(number IN LISTS numbers)
    list(APPEND behaviours ${number})
    list(APPEND files_of_${number} "`${file}`")
  endforeach()
endforeach()
list(REMOVE_DUPLICATES behaviours)
list(SORT behaviours)

set(table "| Behaviour | Tests |\n|---|---|\n")
foreach(number IN LISTS behaviours)
  list(LENGTH files_of_${number} count)
  list(SUBLIST files_of_${number} 0 ${most_files} shown)
  list(JOIN shown ", " shown)
  if(count GREATER most_files)
    string(APPEND shown " …")
  endif()
  string(APPEND table "| ${number} | ${shown} |\n")
endforeach()

file(READ "${document}" text)
string(FIND "${text}" "| Behaviour | Tests |\n" begin)
string(SUBSTRING "${text}" ${begin} -1 rest)
string(FIND "${rest}" "|\n\n" length)
if(begin EQUAL -1 OR length EQUAL -1)
  message(FATAL_ERROR "${document}: there is no table of behaviours")
endif()
math(EXPR length "${length} + 2")
string(SUBSTRING "${rest}" 0 ${length} old)
if(old STREQUAL table)
  return()
endif()
if(NOT UPDATE)
  message(FATAL_ERROR
    "${document}: the table of behaviours is not what the names of the tests "
    "say\n  remedy: cmake -D UPDATE=ON -P tests/documents/Behaviours.cmake"
  )
endif()
string(SUBSTRING "${text}" 0 ${begin} before)
string(SUBSTRING "${rest}" ${length} -1 after)
file(WRITE "${document}" "${before}${table}${after}")
