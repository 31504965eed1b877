# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `cmake -S . -B build` where `build` has a CMakeLists.txt of the project: to
# CMake one path then names two directories.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_project([[
find_package(GTest REQUIRED)
find_package(ParallelTesting REQUIRED)
add_subdirectory(build)
]])
# The adapter, exempt from it, would not compile after these.
file(WRITE "${source}/build/CMakeLists.txt" [[
add_executable(orders_test one.cpp two.cpp)
set_target_properties(orders_test PROPERTIES UNITY_BUILD ON)
target_link_libraries(orders_test PRIVATE ParallelTesting::gtest_main)
parallel_discover_tests(orders_test)
]])
file(WRITE "${source}/build/one.cpp" [[
#include <gtest/gtest.h>
#define parallel_testing not_this
TEST(Orders, One) {}
]])
file(WRITE "${source}/build/two.cpp" "TEST(Orders, Two) {}\n")

set(build "${source}/build")
configure(OPTIONS "-DCMAKE_PREFIX_PATH=${installed}")
build()
run_ctest()
expect_stdout([[
#1 Orders.One: Passed
#2 Orders.Two: Passed
100% tests passed, 0 tests failed out of 2
]])
