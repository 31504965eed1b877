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
run(COMMAND "${CMAKE_COMMAND}" --install "${project_build}"
  --prefix "${prefix}")

# What is asked of the project below.
file(WRITE "${source}/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 17)
include(CTest)
find_package(GTest REQUIRED)
find_package(ParallelTesting REQUIRED)

add_executable(each_test orders_test.cpp)
target_link_libraries(each_test PRIVATE ParallelTesting::gtest_main)
parallel_discover_tests(
  each_test WORKING_DIRECTORY PRIVATE VISIBLE_FILES prices.csv)
parallel_mark_tests(each_test "Orders.*" MARKERS lock:orders:shared)

add_executable(grouped_test orders_test.cpp)
target_link_libraries(grouped_test PRIVATE ParallelTesting::gtest_main)
parallel_discover_tests(
  grouped_test DIST loadfile TEST_PREFIX "grouped."
  WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" DISCOVERY_MODE PRE_TEST)

add_executable(listed_test orders_test.cpp)
target_compile_definitions(listed_test PRIVATE WITHOUT_ADAPTER)
target_link_libraries(listed_test PRIVATE GTest::gtest_main)
parallel_discover_tests(
  listed_test TEST_PREFIX "listed."
  WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")

parallel_add_test(
  NAME isolated
  COMMAND sh -c "echo \$\$ > /tmp/parallel_testing_odd_names && cat \"\$1\"" sh
    "${CMAKE_CURRENT_SOURCE_DIR}/prices.csv"
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

file(REMOVE /tmp/parallel_testing_odd_names)
foreach(generator IN ITEMS Ninja "Unix Makefiles")
  set(build "${odd}/build ${generator}")
  configure(OPTIONS ${options})
  build(STDOUT listed_test)
  run_ctest(
    ARGS -j4 --output-on-failure RESULT 8 STDERR "Errors while running CTest"
    STDOUT "86% tests passed, 1 tests failed out of 7" "leaking (Failed)"
  )
  if(EXISTS /tmp/parallel_testing_odd_names)
    message(FATAL_ERROR "a test marked isolate:tmp ran without isolation")
  endif()
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
run(COMMAND "${tool}" run --test-dir "${build}" -j2 -E leaking
  --output-junit "${odd}/r.xml" STDOUT "passed")
run(COMMAND "${tool}" shard --test-dir "${build}" --count 2 --index 1
  --format json STDOUT "Orders")
run(COMMAND "${tool}" report "${build}" STDOUT "Orders.AreFound")
run(COMMAND "${tool}" audit "${build}" STDOUT "")
run(COMMAND "${tool}" explain --test-dir "${build}" Orders.AreFound
  STDOUT "orders")

# Source and build in one.
set(source "${odd}/quickstart")
file(COPY "${project_source}/examples/01_quickstart/" DESTINATION "${source}")
foreach(generator IN ITEMS Ninja "Unix Makefiles")
  set(build "${odd}/quickstart/build ${generator}")
  configure(OPTIONS ${options})
  build(STDOUT inventory_test)
  run_ctest(ARGS -j4 STDOUT "100% tests passed")
endforeach()
