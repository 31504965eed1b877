# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Testing is enabled after the directory that has tests, or nowhere in the top
# directory; CMake drops these tests without a message.
if(IN_PROJECT)
  return()
endif()

function(write_case top tests)
  file(REMOVE_RECURSE "${build}")
  file(WRITE "${source}/CMakeLists.txt"
    "cmake_minimum_required(VERSION 3.25)\n"
    "project(case LANGUAGES CXX)\n"
    "list(APPEND CMAKE_MODULE_PATH \"\${PARALLEL_TESTING_MODULE_DIR}\")\n"
    "include(ParallelTesting)\n"
    "${top}\n"
  )
  file(WRITE "${source}/tests/CMakeLists.txt" "${tests}\n")
endfunction()
set(test "parallel_add_test(NAME any COMMAND \"\${CMAKE_COMMAND}\" -E true)")

write_case("add_subdirectory(tests)" "${test}")
configure()
expect_stderr([[
CMake Warning (dev):
  ctest does not find the tests of these directories, because testing is not enabled there

    directory: <source>/tests
    remedy: call enable_testing() or include(CTest) in the top-level CMakeLists.txt, before the directories with tests
]])
write_case("add_subdirectory(tests)\nenable_testing()" "${test}")
configure()
expect_stderr([[
CMake Warning (dev):
  ctest does not find the tests of these directories, because testing is not enabled there

    directory: <source>/tests
    remedy: call enable_testing() or include(CTest) in the top-level CMakeLists.txt, before the directories with tests
]])
write_case("add_subdirectory(tests)" "enable_testing()\n${test}")
configure()
expect_stderr([[
CMake Warning (dev):
  ctest does not find the tests of these directories, because testing is not enabled there

    directory: <source>/tests
    remedy: call enable_testing() or include(CTest) in the top-level CMakeLists.txt, before the directories with tests
]])

# The order within a directory, and tests that nobody wants, are fine.
write_case("enable_testing()\nadd_subdirectory(tests)" "${test}")
configure()
write_case("${test}\nenable_testing()" "")
configure()
write_case("include(CTest)\nadd_subdirectory(tests)" "${test}")
configure(OPTIONS -DBUILD_TESTING=OFF)
# A project inside another one has its own ctest directory.
write_case("add_subdirectory(tests)"
  "project(inner LANGUAGES NONE)\nenable_testing()\n${test}")
configure()
