# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -fmacro-prefix-map and its siblings change what a test knows of its file:
# tests are called as without, and editors find them.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_project([[
find_package(GTest REQUIRED)
find_package(ParallelTesting REQUIRED)
foreach(map IN ITEMS "/=/nowhere/" "=." "/tests=x" "/=")
  string(MD5 name "${map}")
  string(SUBSTRING "${name}" 0 4 name)
  set(flag "-fmacro-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}${map}")
  set(target orders_${name})
  add_executable(${target} tests/orders_test.cpp)
  target_compile_options(${target} PRIVATE "${flag}")
  target_link_libraries(${target} PRIVATE ParallelTesting::gtest_main)
  foreach(dist IN ITEMS load loadfile)
    parallel_discover_tests(
      ${target} DIST ${dist} TEST_PREFIX "${dist}_${name}.")
  endforeach()
endforeach()
# Without an adapter the listing of the framework tells it.
add_executable(listed tests/orders_test.cpp)
target_compile_options(listed PRIVATE "${flag}" -DWITHOUT_ADAPTER)
target_link_libraries(listed PRIVATE GTest::gtest_main)
parallel_discover_tests(listed TEST_PREFIX "listed.")
]])
file(WRITE "${source}/tests/orders_test.cpp" [[
#include <gtest/gtest.h>

TEST(Orders, Migrates) {}
TEST(Orders, AreListed) {}
]])
configure(OPTIONS "-DCMAKE_PREFIX_PATH=${installed}")
build()
load_tests()
foreach(map IN ITEMS "/=/nowhere/" "=." "/tests=x" "/=")
  string(MD5 name "${map}")
  string(SUBSTRING "${name}" 0 4 name)
  expect_location(
    load_${name}.Orders.AreListed "${source}/tests/orders_test.cpp" 4)
  expect_location(
    loadfile_${name}.tests/orders_test.cpp "${source}/tests/orders_test.cpp" 3)
endforeach()
expect_location(listed.Orders.AreListed "${source}/tests/orders_test.cpp" 4)
run_ctest(ARGS -R listed)
expect_stdout([[
#13 listed.Orders.Migrates: Passed
#14 listed.Orders.AreListed: Passed
100% tests passed, 0 tests failed out of 2
]])
