# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Source, build and install directories may be called whatever CMake and its
# build tools can take. What they cannot is left out of the name, and shown not
# to work without ParallelTesting.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

set(odd "${work}/b[1] %2F@2+$c (d) 'e &f é,g=h~i!j{k}*")
set(source "${odd}/source")
set(prefix "${odd}/prefix")
set(options "-DCMAKE_PREFIX_PATH=${prefix}")
set(tool "${prefix}/bin/parallel-testing")
file(MAKE_DIRECTORY "${odd}")
install_package("${prefix}")

string(RANDOM LENGTH 16 random)
set(shared_file "/tmp/parallel_testing_odd_names_${random}")
execute_process(
  COMMAND "${prefix}/libexec/parallel-testing-launcher" --probe=tmp
  OUTPUT_VARIABLE output ERROR_QUIET
)
set(isolates FALSE)
if(output MATCHES "tmp")
  set(isolates TRUE)
endif()

file(WRITE "${source}/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 17)
include(CTest)
find_package(GTest REQUIRED)
find_package(ParallelTesting REQUIRED)

add_library(orders OBJECT orders_test.cpp)
target_link_libraries(orders PRIVATE GTest::gtest)

add_executable(each_test)
target_link_libraries(each_test PRIVATE orders ParallelTesting::gtest_main)
parallel_discover_tests(
  each_test WORKING_DIRECTORY PRIVATE VISIBLE_FILES prices.csv)
parallel_mark_tests(each_test "Orders.*" MARKERS lock:orders:shared)

parallel_discover_tests(
  each_test DIST loadfile TEST_PREFIX "grouped."
  WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" DISCOVERY_MODE PRE_TEST)

add_executable(listed_test)
target_link_libraries(listed_test PRIVATE orders GTest::gtest_main)
parallel_discover_tests(
  listed_test TEST_PREFIX "listed."
  WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")

parallel_add_test(
  NAME isolated
  COMMAND sh -c "echo x > \"\$1\" && cat \"\$2\"" sh
    "${SHARED_FILE}" "${CMAKE_CURRENT_SOURCE_DIR}/prices.csv"
  MARKERS isolate:tmp
)
parallel_add_test(NAME leaking COMMAND sh -c "sleep 600 &")
]])
file(WRITE "${source}/prices.csv" "pen,3\n")
file(WRITE "${source}/orders_test.cpp" [[
#include <gtest/gtest.h>

#include <fstream>

TEST(Orders, AreFound) { EXPECT_TRUE(std::ifstream("prices.csv").is_open()); }
TEST(Orders, AreCounted) {}
]])

choose_combinations(generators Ninja "Unix Makefiles")
foreach(generator IN LISTS generators)
  set(build "${odd}/build ${generator}")
  configure(OPTIONS ${options} "-DSHARED_FILE=${shared_file}")
  build()
  if(isolates)
    run_ctest(READ ARGS -j4 -E leaking)
    expect_all_passed(6)
    if(EXISTS "${shared_file}")
      message(FATAL_ERROR "a test marked isolate:tmp ran without isolation")
    endif()
  endif()
  run_ctest(ARGS -R leaking RESULT 8)
  expect_stdout([[
#7 leaking: Subprocess aborted***Exception:
0% tests passed, 1 tests failed out of 1
]])
  load_tests()
  expect_tests(
    Orders.AreFound Orders.AreCounted grouped.orders_test.cpp
    listed.Orders.AreFound listed.Orders.AreCounted isolated leaking
  )
  foreach(test IN ITEMS Orders.AreFound listed.Orders.AreFound)
    expect_location(${test} "${source}/orders_test.cpp" 5)
  endforeach()
endforeach()

# The program.
# On one stream: what it prints for people may be on either.
function(use_tool text)
  run(READ COMMAND sh -c "exec \"$@\" 2>&1" sh "${tool}" ${ARGN})
  expect_text("${output}" ${text})
endfunction()
use_tool("passed" run --test-dir "${build}" -j2 -E leaking
  --output-junit "${odd}/r.xml")
file(READ "${odd}/r.xml" junit)
if(NOT junit MATCHES "Orders.AreFound")
  message(FATAL_ERROR "Orders.AreFound is not in the JUnit file:\n${junit}")
endif()
use_tool("Orders.Are" shard 1/1 --by hash --test-dir "${build}")
use_tool("Orders.AreFound" report "${build}" --json)
use_tool("" audit "${build}" --other-runs)
use_tool("lock:orders" explain --test-dir "${build}" Orders.AreFound)

# Source and build in one.
set(source "${odd}/quickstart")
file(COPY "${project_source}/examples/01_quickstart/" DESTINATION "${source}")
choose_combinations(generators "Unix Makefiles" Ninja)
foreach(generator IN LISTS generators)
  set(build "${odd}/quickstart/build ${generator}")
  configure(OPTIONS ${options} -DCMAKE_UNITY_BUILD=ON)
  build()
  run_ctest(READ ARGS -j4)
  expect_text("${output}" "100% tests passed")
endforeach()
