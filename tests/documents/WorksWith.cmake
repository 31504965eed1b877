# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each row of the table "Works with" names tests that exist:
#   cmake -D DOCUMENT=<README.md> -D CTEST=<path> -D BUILD=<build tree> -P <this>
# With NAMES=<file> instead of CTEST and BUILD, the file lists the tests.
cmake_minimum_required(VERSION 3.25)

if(NAMES)
  file(READ "${NAMES}" listing)
else()
  execute_process(
    COMMAND "${CTEST}" -N
    WORKING_DIRECTORY "${BUILD}"
    OUTPUT_VARIABLE listing
    COMMAND_ERROR_IS_FATAL ANY
  )
endif()
string(APPEND listing "\n")

file(READ "${DOCUMENT}" text)
string(FIND "${text}" "\n## Works with\n" at)
if(at EQUAL -1)
  message(FATAL_ERROR "${DOCUMENT}: there is no section 'Works with'")
endif()
string(SUBSTRING "${text}" ${at} -1 text)
string(REGEX REPLACE "^\n(## Works with\n([^#]|#[^#])*).*" "\\1" text "${text}")
string(REGEX MATCHALL "\n[|][^\n]*" rows "${text}")
list(LENGTH rows count)
if(count LESS 3)
  message(FATAL_ERROR "${DOCUMENT}: 'Works with' has no table")
endif()
# The head of the table and the line below it.
list(SUBLIST rows 2 -1 rows)

set(problems "")
foreach(row IN LISTS rows)
  string(REGEX REPLACE "^.*[|]([^|]*)[|][ ]*$" "\\1" tests "${row}")
  string(REGEX MATCHALL "`[^`]+`" tests "${tests}")
  if(tests STREQUAL "")
    string(APPEND problems "  no test:${row}\n")
  endif()
  foreach(test IN LISTS tests)
    string(REPLACE "`" "" test "${test}")
    string(FIND "${listing}" ": ${test}\n" at)
    if(at EQUAL -1)
      string(APPEND problems "  there is no test '${test}'\n")
    endif()
  endforeach()
endforeach()
if(NOT problems STREQUAL "")
  message(FATAL_ERROR "${DOCUMENT}: 'Works with'\n${problems}")
endif()
