# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The manual page of the program for PostgreSQL has its actions, options and exit
# codes, and no others. ROOT is the source tree.
cmake_policy(VERSION 3.25...4.0)

set(folder "${ROOT}/lib/src/postgresql/server")
file(READ "${folder}/server_main.cpp" code)
file(READ "${folder}/parallel-testing-postgresql.1" page)
string(REPLACE "\\-" "-" page "${page}")

set(problems "")
foreach(kind IN ITEMS code page)
  string(REGEX MATCHALL "--[a-z]+" options_of_${kind} "${${kind}}")
  list(REMOVE_DUPLICATES options_of_${kind})
  list(SORT options_of_${kind})
endforeach()
if(NOT options_of_code STREQUAL options_of_page OR options_of_code STREQUAL "")
  string(APPEND problems
    "options of the program: ${options_of_code}\n"
    "options in the page:    ${options_of_page}\n"
  )
endif()
foreach(action IN ITEMS start stop database)
  if(NOT code MATCHES "wanted.action == \"${action}\""
     OR NOT page MATCHES "parallel-testing-postgresql ${action} ")
    string(APPEND problems "the action '${action}' is not in both\n")
  endif()
endforeach()
string(REGEX MATCHALL "status = [0-9]" statuses "${code}")
foreach(status IN LISTS statuses)
  string(REPLACE "status = " "" status "${status}")
  if(NOT page MATCHES "[ ,]${status} [a-z]")
    string(APPEND problems "the exit code ${status} is not in the page\n")
  endif()
endforeach()

if(NOT problems STREQUAL "")
  message(FATAL_ERROR
    "parallel-testing-postgresql.1 differs from server_main.cpp:\n${problems}")
endif()
