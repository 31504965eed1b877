# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Parts of a project that do not know of each other each bring it along, and a
# part may have a module path of its own.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

set(fetch "
include(FetchContent)
FetchContent_Declare(ParallelTesting SOURCE_DIR \"${project_source}\")
FetchContent_MakeAvailable(ParallelTesting)
")
set(add "add_subdirectory(\"${project_source}\" parallel_testing)\n")
set(part [[
include(ParallelTesting)
get_filename_component(part "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
if(NOT TARGET ParallelTesting::gtest_main)
  message(FATAL_ERROR "${part} has no target ParallelTesting::gtest_main")
endif()
parallel_add_test(NAME ${part} COMMAND true MARKERS lock:${part})
]])
set(own_path "set(CMAKE_MODULE_PATH \"\${CMAKE_CURRENT_SOURCE_DIR}/cmake\")\n")

file(WRITE "${source}/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
enable_testing()
add_subdirectory(fetched)
add_subdirectory(fetched_again)
add_subdirectory(fetched_with_own_path)
add_subdirectory(added)
include(ParallelTesting)
parallel_add_test(NAME top COMMAND true)
]])
file(WRITE "${source}/fetched/CMakeLists.txt" "${fetch}${part}")
file(WRITE "${source}/fetched_again/CMakeLists.txt" "${fetch}${part}")
file(WRITE "${source}/fetched_with_own_path/CMakeLists.txt"
  "${own_path}${fetch}${part}")
file(WRITE "${source}/added/CMakeLists.txt" "${add}${part}")

configure()
load_tests()
expect_tests(top fetched fetched_again fetched_with_own_path added)
expect_property(added RESOURCE_LOCK added)
