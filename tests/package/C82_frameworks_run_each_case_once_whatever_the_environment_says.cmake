# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The real frameworks, built and run in an environment that selects, shards,
# repeats, shuffles and redirects: every case is listed, and runs once.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

file(WRITE "${source}/googletest.cpp" [[
#include <gtest/gtest.h>
#include <stdio.h>
#include <stdlib.h>
static void ran(const char* name) {
  const char* kind = getenv("KIND");
  if (FILE* file = fopen(RAN, "a")) {
    fprintf(file, "%s %s\n", kind ? kind : "by_hand", name);
    fclose(file);
  }
}
TEST(A, One) { ran("A.One"); }
TEST(A, Two) { ran("A.Two"); }
TEST(B, Three) { ran("B.Three"); }
]])
file(WRITE "${source}/catch2.cpp" [[
#include <catch2/catch_test_macros.hpp>
#include <stdio.h>
#include <stdlib.h>
static void ran(const char* name) {
  const char* kind = getenv("KIND");
  if (FILE* file = fopen(RAN, "a")) {
    fprintf(file, "%s %s\n", kind ? kind : "by_hand", name);
    fclose(file);
  }
}
TEST_CASE("A.One") { ran("A.One"); CHECK(true); }
TEST_CASE("A.Two") { ran("A.Two"); CHECK(true); }
TEST_CASE("B.Three") { ran("B.Three"); CHECK(true); }
]])
write_project([[
find_package(GTest REQUIRED)
find_package(Catch2 3 QUIET)
find_package(ParallelTesting REQUIRED)
include(ParallelTesting)
function(add_cases framework library)
  add_library(${framework} OBJECT ${framework}.cpp)
  target_compile_definitions(
    ${framework} PRIVATE "RAN=\"${CMAKE_BINARY_DIR}/ran\"")
  target_link_libraries(${framework} PRIVATE ${library})
endfunction()
function(add_program framework program main)
  add_executable(${framework}_${program})
  target_link_libraries(
    ${framework}_${program} PRIVATE ${framework} ${main})
endfunction()
function(add_tests framework program kind)
  foreach(mode IN ITEMS POST_BUILD PRE_TEST)
    set(kind_and_mode ${framework}_${kind}_${mode})
    parallel_discover_tests(${framework}_${program} ${ARGN}
      TEST_PREFIX ${kind_and_mode}. DISCOVERY_MODE ${mode}
      PROPERTIES ENVIRONMENT KIND=${kind_and_mode})
  endforeach()
endfunction()
add_cases(googletest GTest::gtest)
add_program(googletest adapter ParallelTesting::gtest_main)
add_program(googletest plain GTest::gtest_main)
add_tests(googletest adapter adapter)
add_tests(googletest adapter suites DIST loadscope)
add_tests(googletest plain launched)
add_tests(googletest plain plain LAUNCHER OFF)
if(Catch2_FOUND)
  add_cases(catch2 Catch2::Catch2)
  add_program(catch2 adapter ParallelTesting::catch2_main)
  add_program(catch2 plain Catch2::Catch2WithMain)
  add_tests(catch2 adapter adapter)
  add_tests(catch2 adapter batch BATCH 3)
  add_tests(catch2 plain plain LAUNCHER OFF)
endif()
]])

function(expect_each_once)
  set(kinds googletest_adapter googletest_suites googletest_launched
    googletest_plain)
  if(catch2_dirs MATCHES "(^|;)3")
    list(APPEND kinds catch2_adapter catch2_batch catch2_plain)
  endif()
  set(expected "")
  foreach(kind IN LISTS kinds)
    foreach(mode IN ITEMS POST_BUILD PRE_TEST)
      foreach(case IN ITEMS A.One A.Two B.Three)
        list(APPEND expected "${kind}_${mode} ${case}")
      endforeach()
    endforeach()
  endforeach()
  list(SORT expected)
  file(STRINGS "${build}/ran" lines)
  list(SORT lines)
  expect_equal("${lines}" "${expected}")
  file(GLOB redirected "${work}/redirected*")
  expect_equal("${redirected}" "")
endfunction()

set(catch2_dir "")
foreach(item IN LISTS catch2_dirs)
  if(item MATCHES "^3(.*)")
    set(catch2_dir "${CMAKE_MATCH_1}")
  endif()
endforeach()
file(WRITE "${work}/flags" "--gtest_filter=B.*\n--gtest_repeat=2\n")
set(ENV{GTEST_FILTER} A.One)
set(ENV{GTEST_FLAGFILE} "${work}/flags")
set(ENV{GTEST_TOTAL_SHARDS} 2)
set(ENV{GTEST_SHARD_INDEX} 1)
set(ENV{GTEST_SHARD_STATUS_FILE} "${work}/redirected_status")
set(ENV{GTEST_REPEAT} 3)
set(ENV{GTEST_SHUFFLE} 1)
set(ENV{GTEST_FAIL_FAST} 1)
set(ENV{GTEST_OUTPUT} "xml:${work}/redirected/")
set(ENV{BAZEL_TEST} 1)
set(ENV{TESTBRIDGE_TEST_ONLY} A.One)
set(ENV{TEST_TOTAL_SHARDS} 2)
set(ENV{TEST_SHARD_INDEX} 1)
set(ENV{TEST_SHARD_STATUS_FILE} "${work}/redirected_shard")
set(ENV{TEST_PREMATURE_EXIT_FILE} "${work}/redirected_exit")
set(ENV{XML_OUTPUT_FILE} "${work}/redirected.xml")
configure(OPTIONS "-DCMAKE_PREFIX_PATH=${installed}"
  "-DCatch2_DIR=${catch2_dir}")
build()
# With Catch2 3, where it is there, these are 36 tests.
run_ctest(READ)
expect_all_passed("")
expect_stderr([[
ParallelTesting: warning: ignored here: GTEST_FAIL_FAST, GTEST_FILTER, GTEST_FLAGFILE, GTEST_OUTPUT, GTEST_REPEAT, GTEST_SHARD_INDEX, GTEST_SHARD_STATUS_FILE, GTEST_SHUFFLE, GTEST_TOTAL_SHARDS, BAZEL_TEST, TESTBRIDGE_TEST_ONLY, TEST_PREMATURE_EXIT_FILE, TEST_SHARD_INDEX, TEST_SHARD_STATUS_FILE, TEST_TOTAL_SHARDS, XML_OUTPUT_FILE. A test runs what it was registered for, so nothing else may select, repeat or redirect it. Use 'ctest -R', or TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of parallel_discover_tests(). Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on
]])
expect_each_once()

# A program that somebody starts is that person's.
foreach(name IN ITEMS GTEST_FLAGFILE GTEST_TOTAL_SHARDS GTEST_SHARD_INDEX
  GTEST_OUTPUT
  GTEST_SHARD_STATUS_FILE TESTBRIDGE_TEST_ONLY TEST_PREMATURE_EXIT_FILE
  XML_OUTPUT_FILE BAZEL_TEST)
  unset(ENV{${name}})
endforeach()
file(REMOVE "${build}/ran")
run(READ COMMAND "${build}/googletest_adapter")
expect_text("${output}" "A.One")
file(STRINGS "${build}/ran" lines)
set(once "by_hand A.One")
expect_equal("${lines}" "${once};${once};${once}")
