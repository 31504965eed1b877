# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each row of the table "Works with" names tests that exist:
#   cmake -D DOCUMENT=<README.md> -D CTEST=<path> -D BUILD=<build tree> -P <this>
# With NAMES=<file> instead of CTEST and BUILD, the file lists the tests. What is
# only tested on demand names rows of tools/check_versions.sh.
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
  # The cases of tests that have several.
  file(
    GLOB lists "${BUILD}/tests/unit/*/parallel_testing/*_units.txt"
    "${BUILD}/tests/unit/*/*/parallel_testing/*_units.txt"
  )
  foreach(list IN LISTS lists)
    file(STRINGS "${list}" cases REGEX "^case\t")
    list(TRANSFORM cases REPLACE "^case\t([^\t]*)\t.*$" "\n: \\1")
    list(JOIN cases "" cases)
    string(APPEND listing "${cases}")
  endforeach()
endif()
string(APPEND listing "\n")

file(READ "${DOCUMENT}" text)
string(FIND "${text}" "\n## Works with\n" at)
if(at EQUAL -1)
  message(FATAL_ERROR "${DOCUMENT}: there is no section 'Works with'")
endif()
string(SUBSTRING "${text}" ${at} -1 text)
string(REGEX REPLACE "^\n(## Works with\n([^#]|#[^#])*).*" "\\1" text "${text}")
string(REPLACE ";" "," text "${text}")
string(REGEX MATCHALL "\n[|][^\n]*" rows "${text}")
list(LENGTH rows count)
if(count LESS 3)
  message(FATAL_ERROR "${DOCUMENT}: 'Works with' has no table")
endif()
# The head of the table and the line below it.
list(SUBLIST rows 2 -1 rows)

# A package that is missing leaves out all tests with this part of their names.
set(optional catch2_v2. catch2_v3. e2e.devices. postgresql_session.)
foreach(part IN LISTS optional)
  string(FIND "${listing}" "${part}" at)
  if(NOT at EQUAL -1)
    list(REMOVE_ITEM optional "${part}")
  endif()
endforeach()

# Sets `out` to whether the test is left out.
function(is_left_out out test)
  set(${out} FALSE PARENT_SCOPE)
  foreach(part IN LISTS optional)
    string(FIND "${test}." "${part}" at)
    if(NOT at EQUAL -1)
      set(${out} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# The rows of check_versions.sh.
file(READ "${CMAKE_CURRENT_LIST_DIR}/../../tools/check_versions.sh" versions)
string(REGEX MATCHALL "[a-z]_rows=\"[^\"]*\"" versions "${versions}")
string(REGEX REPLACE "[^ \n\"]*_rows=|[\"\n;]" " " versions "${versions}")

set(problems "")
foreach(row IN LISTS rows)
  if(row MATCHES "on demand: ([^|]*)")
    string(REGEX MATCHALL "`[^`]+`" names "${CMAKE_MATCH_1}")
    foreach(name IN LISTS names)
      string(REPLACE "`" "" name "${name}")
      string(FIND "${versions}" " ${name} " at)
      if(at EQUAL -1)
        string(APPEND problems
          "  tools/check_versions.sh has no row '${name}'\n")
      endif()
    endforeach()
  endif()
  string(REGEX REPLACE "^.*[|]([^|]*)[|][ ]*$" "\\1" tests "${row}")
  string(REGEX MATCHALL "`[^`]+`" tests "${tests}")
  if(tests STREQUAL "")
    string(APPEND problems "  no test:${row}\n")
  endif()
  foreach(test IN LISTS tests)
    string(REPLACE "`" "" test "${test}")
    string(FIND "${listing}" ": ${test}\n" at)
    is_left_out(left_out "${test}")
    if(at EQUAL -1 AND NOT left_out)
      string(APPEND problems "  there is no test '${test}'\n")
    endif()
  endforeach()
endforeach()
if(NOT problems STREQUAL "")
  message(FATAL_ERROR "${DOCUMENT}: 'Works with'\n${problems}")
endif()
