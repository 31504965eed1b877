# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# tests::gtest_main is ParallelTesting::gtest_main for the tests of this project:
# the adapter is compiled once instead of by each test program.
add_library(
  parallel_testing_tests_adapter
  OBJECT
  "${PROJECT_SOURCE_DIR}/lib/src/adapters/googletest_adapter.cpp"
)
target_link_libraries(
  parallel_testing_tests_adapter
  PRIVATE ParallelTesting::gtest_main
)

add_library(parallel_testing_tests_gtest_main INTERFACE)
add_library(tests::gtest_main ALIAS parallel_testing_tests_gtest_main)
target_sources(
  parallel_testing_tests_gtest_main
  INTERFACE $<TARGET_OBJECTS:parallel_testing_tests_adapter>
)
target_link_libraries(
  parallel_testing_tests_gtest_main
  INTERFACE ParallelTesting::runtime GTest::gtest_main
)
set_target_properties(
  parallel_testing_tests_gtest_main
  PROPERTIES
    INTERFACE_PARALLEL_TESTING_ADAPTER googletest
    COMPATIBLE_INTERFACE_STRING PARALLEL_TESTING_ADAPTER
)
