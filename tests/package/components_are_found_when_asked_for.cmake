# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

install_package("${work}/installed")
set(prefix "-DCMAKE_PREFIX_PATH=${work}/installed")

# Nothing is looked for that was not asked for.
write_consumer("find_package(ParallelTesting REQUIRED)
if(TARGET ParallelTesting::sqlite OR TARGET SQLite::SQLite3)
  message(FATAL_ERROR \"SQLite was looked for\")
endif()")
configure(OPTIONS "${prefix}")

file(REMOVE_RECURSE "${source}" "${build}")
write_consumer("find_package(ParallelTesting REQUIRED COMPONENTS sqlite)")
file(APPEND "${source}/tests/CMakeLists.txt" [[
target_link_libraries(orders_test PRIVATE ParallelTesting::sqlite)
]])
file(APPEND "${source}/tests/orders_test.cpp" [[
#include <parallel_testing/sqlite.hpp>
TEST(Orders, AreStored) {
  pt::sqlite::scoped_database file;
  EXPECT_EQ(file.connect().value("SELECT 1"), "1");
}
]])
configure(OPTIONS "${prefix}")
build()
run_ctest(ARGS -R Orders)
expect_stdout([[
#1 Orders.Migrates: Passed
#2 Orders.AreStored: Passed
100% tests passed, 0 tests failed out of 2
]])

file(REMOVE_RECURSE "${source}" "${build}")
write_consumer("find_package(ParallelTesting REQUIRED COMPONENTS postgresql)")
file(APPEND "${source}/tests/CMakeLists.txt" [[
target_link_libraries(orders_test PRIVATE ParallelTesting::postgresql)
parallel_add_postgresql_server(NAME pg)
parallel_mark_tests(orders_test Orders.AreStored MARKERS fixture:pg)
]])
file(APPEND "${source}/tests/orders_test.cpp" [[
#include <parallel_testing/postgresql.hpp>
TEST(Orders, AreStored) {
  pt::postgresql::scoped_database mine;
  EXPECT_EQ(pt::postgresql::connection(mine.settings()).value("SELECT 1"), "1");
}
]])
configure(OPTIONS "${prefix}")
build()
load_tests()
expect_property(Orders.AreStored FIXTURES_REQUIRED pg)
run_ctest(ARGS -R Orders.AreStored)
expect_stdout([[
#2 Orders.AreStored: Passed
#4 pg.start: Passed
#5 pg.stop: Passed
100% tests passed, 0 tests failed out of 3
]])

# Where it was built, the tool is there without being asked for.
file(REMOVE_RECURSE "${source}" "${build}")
file(GLOB tool "${work}/installed/bin/parallel-testing")
if(tool)
  write_consumer("find_package(ParallelTesting REQUIRED)
if(NOT TARGET ParallelTesting::tool)
  message(FATAL_ERROR \"there is no target ParallelTesting::tool\")
endif()
find_package(ParallelTesting REQUIRED COMPONENTS tool)
add_test(NAME version COMMAND ParallelTesting::tool --version)")
  configure(OPTIONS "${prefix}")
  build()
  run_ctest(ARGS -R version)
  expect_stdout([[
#1 version: Passed
100% tests passed, 0 tests failed out of 1
]])
endif()

file(REMOVE_RECURSE "${source}" "${build}")
file(GLOB_RECURSE component "${work}/installed/*/ParallelTesting_tool*.cmake")
file(REMOVE ${component})
write_consumer("find_package(ParallelTesting REQUIRED COMPONENTS tool)")
configure(OPTIONS "${prefix}" RESULT 1)
expect_stderr([[
CMake Error at CMakeLists.txt:6 (find_package):
  Found package configuration file:

    <work>/installed/lib/cmake/ParallelTesting/ParallelTestingConfig.cmake

  but it set ParallelTesting_FOUND to FALSE so package "ParallelTesting" is considered to be NOT FOUND. Reason given by package:

  ParallelTesting was built without its tool, so it has no component 'tool': build it again with PARALLEL_TESTING_BUILD_TOOLS=ON
]])

file(REMOVE_RECURSE "${source}" "${build}")
write_consumer("find_package(ParallelTesting REQUIRED COMPONENTS sqlight)")
configure(OPTIONS "${prefix}" RESULT 1)
expect_stderr([[
CMake Error at CMakeLists.txt:6 (find_package):
  Found package configuration file:

    <work>/installed/lib/cmake/ParallelTesting/ParallelTestingConfig.cmake

  but it set ParallelTesting_FOUND to FALSE so package "ParallelTesting" is considered to be NOT FOUND. Reason given by package:

  there is no component 'sqlight'; the components are: postgresql sqlite tool
]])

file(REMOVE_RECURSE "${source}" "${build}")
write_consumer("find_package(ParallelTesting REQUIRED COMPONENTS sqlite)")
configure(OPTIONS "${prefix}" -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON RESULT 1)
expect_stderr([[
CMake Error at CMakeLists.txt:6 (find_package):
  Found package configuration file:

    <work>/installed/lib/cmake/ParallelTesting/ParallelTestingConfig.cmake

  but it set ParallelTesting_FOUND to FALSE so package "ParallelTesting" is considered to be NOT FOUND. Reason given by package:

  component 'sqlite' needs SQLite3, which was not found: install it or put it on CMAKE_PREFIX_PATH
]])

file(REMOVE_RECURSE "${build}")
file(GLOB_RECURSE component "${work}/installed/*/ParallelTesting_sqlite*.cmake")
file(REMOVE ${component})
configure(OPTIONS "${prefix}" RESULT 1)
expect_stderr([[
CMake Error at CMakeLists.txt:6 (find_package):
  Found package configuration file:

    <work>/installed/lib/cmake/ParallelTesting/ParallelTestingConfig.cmake

  but it set ParallelTesting_FOUND to FALSE so package "ParallelTesting" is considered to be NOT FOUND. Reason given by package:

  ParallelTesting was built without SQLite3, so it has no component 'sqlite': install SQLite3 and build it again
]])
