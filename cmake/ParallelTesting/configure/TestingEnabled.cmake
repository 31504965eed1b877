# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Warns about tests that ctest cannot find because testing is not enabled where
# they are declared. CMake itself drops them without a message.
include_guard(GLOBAL)

# Records that the current directory declares tests. They are checked after the
# whole project was read: enable_testing() may follow in the same directory.
function(_parallel_expect_testing)
  get_property(directories GLOBAL PROPERTY PARALLEL_TESTING_DECLARES_TESTS)
  if("${directories}" STREQUAL "")
    cmake_language(
      DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _parallel_check_testing
    )
  endif()
  if(NOT CMAKE_CURRENT_SOURCE_DIR IN_LIST directories)
    set_property(
      GLOBAL APPEND PROPERTY PARALLEL_TESTING_DECLARES_TESTS
        "${CMAKE_CURRENT_SOURCE_DIR}"
    )
  endif()
endfunction()

function(_parallel_check_testing)
  if(DEFINED BUILD_TESTING AND NOT BUILD_TESTING)
    return()
  endif()
  get_property(directories GLOBAL PROPERTY PARALLEL_TESTING_DECLARES_TESTS)
  set(lost "")
  foreach(directory IN LISTS directories)
    _parallel_finds_tests(found "${directory}")
    if(NOT found)
      string(APPEND lost "  directory: ${directory}\n")
    endif()
  endforeach()
  if(NOT lost STREQUAL "")
    message(AUTHOR_WARNING
      "ctest does not find the tests of these directories, because testing is "
      "not enabled there\n${lost}"
      "  remedy: call enable_testing() or include(CTest) in the top-level "
      "CMakeLists.txt, before the directories with tests"
    )
  endif()
endfunction()

# Sets `out` to whether ctest finds the tests of a directory: testing must be
# enabled in it and, if it belongs to the top-level project, also in the
# top-level directory.
function(_parallel_finds_tests out directory)
  set(found "")
  get_directory_property(
    found DIRECTORY "${directory}" DEFINITION CMAKE_TESTING_ENABLED
  )
  get_directory_property(
    project DIRECTORY "${directory}" DEFINITION PROJECT_SOURCE_DIR
  )
  if(project STREQUAL CMAKE_SOURCE_DIR AND NOT CMAKE_TESTING_ENABLED)
    set(found FALSE)
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()
