# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compiles all names of the library that the documents use, after the header of
# one framework and those of the databases:
#   cmake -D FRAMEWORK=gtest|catch2 -D COMPILER=<path> -D ROOT=<source directory>
#         -D WORK=<directory> -P <this>
cmake_minimum_required(VERSION 3.25)

set(only_gtest "basic_test" "test")
set(only_catch2 "test_fixture")
set(other_gtest "${only_catch2}")
set(other_catch2 "${only_gtest}")
set(pt "parallel_testing")
set(sqlite "parallel_testing::sqlite")
set(pg "parallel_testing::postgresql")

# A recursive glob for README.md would also read copies below build trees.
file(GLOB_RECURSE documents "${ROOT}/docs/*.md")
list(APPEND documents "${ROOT}/README.md")
set(uses "")
foreach(document IN LISTS documents)
  file(STRINGS "${document}" lines REGEX "(pt|sqlite|pg)::")
  string(REGEX MATCHALL "(pt::mpi|pt|sqlite|pg)::[a-z][a-z0-9_]*" found "${lines}")
  list(APPEND uses ${found})
endforeach()
list(REMOVE_DUPLICATES uses)
list(LENGTH uses count)
if(count LESS 30)
  message(FATAL_ERROR "only ${count} names were found in the documents")
endif()

set(code "#include <parallel_testing/${FRAMEWORK}.hpp>
#include <parallel_testing/decorators.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/sqlite.hpp>
")
foreach(use IN LISTS uses)
  string(REGEX MATCH "^([a-z]+)(::mpi)?::(.*)$" matched "${use}")
  set(name "${CMAKE_MATCH_3}")
  if(NOT name IN_LIST other_${FRAMEWORK})
    string(CONCAT from "${${CMAKE_MATCH_1}}" "${CMAKE_MATCH_2}")
    string(REPLACE "::" "_" of "${CMAKE_MATCH_1}${CMAKE_MATCH_2}")
    string(APPEND code "namespace of_${of} { using ${from}::${name}; }\n")
  endif()
endforeach()
set(file "${WORK}/names_of_${FRAMEWORK}.cpp")
file(WRITE "${file}" "${code}")
execute_process(
  COMMAND
    "${COMPILER}" -std=c++17 -fsyntax-only -I "${ROOT}/lib/include" "${file}"
  RESULT_VARIABLE result
)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "a document uses a name that is not declared, see above")
endif()
message(STATUS "${count} names are declared")
