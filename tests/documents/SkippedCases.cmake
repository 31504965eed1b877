# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# SKIP_REGULAR_EXPRESSION hides a failure, so only those cases of tests/module
# and tests/package have it that print "Skipped: " when they lack a program.
#
#   cmake -D ROOT=<source> -D BUILD=<build> -P SkippedCases.cmake
cmake_policy(VERSION 3.25...4.0)

set(found 0)
foreach(room IN ITEMS module package)
  file(READ "${BUILD}/tests/${room}/CTestTestfile.cmake" registered)
  file(GLOB_RECURSE cases RELATIVE "${ROOT}/tests/${room}"
    "${ROOT}/tests/${room}/*.cmake")
  foreach(case IN LISTS cases)
    file(STRINGS "${ROOT}/tests/${room}/${case}" reason
      REGEX "message[(].*\"Skipped: ")
    string(REGEX REPLACE "\\.cmake$" "" name "${case}")
    set(properties "")
    # Versions of CMake differ in how they quote the name.
    string(FIND "${registered}"
      "set_tests_properties([=[${room}/${name}]=] PROPERTIES" at)
    if(at EQUAL -1)
      string(FIND "${registered}"
        "set_tests_properties(\"${room}/${name}\" PROPERTIES" at)
    endif()
    if(NOT at EQUAL -1)
      string(SUBSTRING "${registered}" ${at} -1 properties)
      string(FIND "${properties}" "\nadd_test(" end)
      string(SUBSTRING "${properties}" 0 ${end} properties)
    endif()
    string(FIND "${properties}" SKIP_REGULAR_EXPRESSION at)
    set(may_be_skipped FALSE)
    if(NOT at EQUAL -1)
      set(may_be_skipped TRUE)
    endif()
    if(may_be_skipped AND reason STREQUAL "")
      message(SEND_ERROR
        "${room}/${name}: a line that it prints would make it skipped; remove "
        "SKIP_REGULAR_EXPRESSION")
    elseif(NOT reason STREQUAL "" AND NOT may_be_skipped)
      message(SEND_ERROR
        "${room}/${name}: prints why it is skipped, and lacks "
        "SKIP_REGULAR_EXPRESSION; name it in tests/${room}/CMakeLists.txt")
    endif()
    if(may_be_skipped)
      math(EXPR found "${found} + 1")
    endif()
  endforeach()
endforeach()
if(found EQUAL 0)
  message(FATAL_ERROR "no case is skipped by what it prints: nothing was read")
endif()
