# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Projects of users, compiled as ParallelTesting is.
set(compiler
  "-DCMAKE_CXX_COMPILER=${compiler_path}" "-DCMAKE_CXX_FLAGS=${compiler_flags}"
)

# GoogleTest, precompiled with the same flags.
set(ENV{CPLUS_INCLUDE_PATH} "${precompiled}")

# For a case whose subject is how its sources are compiled.
function(use_no_precompiled_headers)
  unset(ENV{CPLUS_INCLUDE_PATH})
endfunction()

# Sets `out` to the items, or to the last one unless ALL_COMBINATIONS are tested.
function(choose_combinations out)
  set(chosen "${ARGN}")
  if(NOT all_combinations AND NOT chosen STREQUAL "")
    list(GET chosen -1 chosen)
  endif()
  set(${out} "${chosen}" PARENT_SCOPE)
endfunction()

# Installs the project below `prefix`, for a case that changes what is there or
# needs it elsewhere than in `installed`.
function(install_package prefix)
  run(
    PRINTER cmake COMMAND "${CMAKE_COMMAND}" --install "${project_build}"
    --prefix "${prefix}")
endfunction()

# The project of a case: `text` is its CMakeLists.txt, without how it begins.
function(write_project text)
  file(WRITE "${source}/CMakeLists.txt"
    "cmake_minimum_required(VERSION 3.25)\n"
    "project(consumer LANGUAGES CXX)\n"
    "set(CMAKE_CXX_STANDARD 17)\n"
    # With the option for it, as the projects of end_to_end: ccache knows the
    # adapters.
    "set(CMAKE_CXX_STANDARD_REQUIRED ON)\n"
    "enable_testing()\n"
    "${text}"
  )
endfunction()

# A project that uses everything ParallelTesting gives. As in many projects,
# find_package(GTest) is called in a subdirectory.
function(write_consumer entry)
  write_project("${entry}\ninclude(ParallelTesting)\nadd_subdirectory(tests)\n")
  file(WRITE "${source}/tests/CMakeLists.txt" [[
foreach(name IN ITEMS runtime gtest gtest_main gmock gmock_main catch2 catch2_main)
  if(NOT TARGET ParallelTesting::${name})
    message(FATAL_ERROR "there is no target ParallelTesting::${name}")
  endif()
endforeach()
find_package(GTest REQUIRED)
add_executable(orders_test orders_test.cpp)
target_link_libraries(orders_test PRIVATE ParallelTesting::gtest_main)
parallel_discover_tests(orders_test MARKERS unit)
parallel_mark_tests(orders_test "Orders.*" MARKERS slow)
parallel_add_test(NAME smoke COMMAND orders_test MARKERS lock:smoke)
]])
  file(WRITE "${source}/tests/orders_test.cpp" [[
#include <gtest/gtest.h>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>

namespace pt = parallel_testing;

TEST(Orders, Migrates) { EXPECT_TRUE(pt::this_worker().is_parallel()); }
PARALLEL_TESTING_MARK(Orders, Migrates, port(8080));
]])
endfunction()
