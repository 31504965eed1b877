# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How the cases of a suite are registered. REGISTRATION is one of:
#   plain     with the functions of CMake alone
#   bare      with parallel_discover_tests() and nothing else
#   parallel  with the help that a person added after reading the tests
# A suite calls apply_suggestions() at its end, which is the line that
# `parallel-testing suggest --apply` asks for.
enable_testing()
find_package(Catch2 2 QUIET)
find_package(GTest QUIET)
if(REGISTRATION STREQUAL "plain")
  include(GoogleTest)
  include(Catch OPTIONAL)
else()
  add_subdirectory(
    "${CMAKE_CURRENT_LIST_DIR}/../.." parallel_testing EXCLUDE_FROM_ALL
  )
  include(ParallelTesting)
endif()

# register_cases(<target> LIBRARY <library>
#   [TEST_FILTER <filter>] [WORKING_DIRECTORY <directory>]
#   [PRIVATE_BY_HAND] [MARKERS_BY_HAND <marker>...])
# LIBRARY: gtest_main, gtest (the program has its own main function) or
# catch2_main. Of the registration `parallel` alone: PRIVATE_BY_HAND gives each
# case a private working directory, and MARKERS_BY_HAND marks all of them.
function(register_cases target)
  cmake_parse_arguments(
    PARSE_ARGV 1 arg
    "PRIVATE_BY_HAND"
    "LIBRARY;TEST_FILTER;WORKING_DIRECTORY"
    "MARKERS_BY_HAND"
  )
  set(arguments "")
  if(arg_TEST_FILTER)
    list(APPEND arguments TEST_FILTER "${arg_TEST_FILTER}")
  endif()
  if(REGISTRATION STREQUAL "parallel" AND arg_MARKERS_BY_HAND)
    list(APPEND arguments MARKERS ${arg_MARKERS_BY_HAND})
  endif()
  if(REGISTRATION STREQUAL "parallel" AND arg_PRIVATE_BY_HAND)
    list(APPEND arguments WORKING_DIRECTORY PRIVATE)
  elseif(arg_WORKING_DIRECTORY)
    list(APPEND arguments WORKING_DIRECTORY "${arg_WORKING_DIRECTORY}")
  endif()
  if(arg_LIBRARY STREQUAL "catch2_main")
    target_link_libraries(${target} PRIVATE Catch2::Catch2)
  endif()
  if(NOT REGISTRATION STREQUAL "plain")
    target_link_libraries(${target} PRIVATE ParallelTesting::${arg_LIBRARY})
    parallel_discover_tests(${target} ${arguments})
  elseif(arg_LIBRARY STREQUAL "catch2_main")
    set(main "${CMAKE_BINARY_DIR}/catch_main.cpp")
    file(
      CONFIGURE
      OUTPUT "${main}"
      CONTENT "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n"
    )
    if(NOT TARGET catch_main)
      add_library(catch_main OBJECT "${main}")
      target_link_libraries(catch_main PUBLIC Catch2::Catch2)
    endif()
    target_link_libraries(${target} PRIVATE catch_main)
    catch_discover_tests(${target} ${arguments})
  else()
    target_link_libraries(${target} PRIVATE GTest::${arg_LIBRARY})
    gtest_discover_tests(${target} ${arguments})
  endif()
endfunction()

macro(apply_suggestions)
  include(cmake/parallel_testing_suggestions.cmake OPTIONAL)
endmacro()
