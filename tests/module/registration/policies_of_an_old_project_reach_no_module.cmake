# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A project with old policies gets the same registration, and keeps its policies.
# CMake 4.0 and newer know no OLD behaviour of CMP0057, the operator IN_LIST.
if(IN_PROJECT)
  parallel_add_test(NAME smoke COMMAND true MARKERS port:8080)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.Add]=] [=[Orders.Add]=] 1 [=[lock:a]=] [=[]=])")
  parallel_discover_tests(orders_test MARKERS unit)
  foreach(policy IN ITEMS CMP0110 CMP0124 CMP0140 ${old_policy})
    cmake_policy(GET ${policy} value)
    if(value STREQUAL "NEW")
      message(FATAL_ERROR "${policy} is NEW for the project")
    endif()
  endforeach()
  return()
endif()

file(MAKE_DIRECTORY "${source}")
file(WRITE "${source}/CMakeLists.txt"
  "cmake_minimum_required(VERSION 3.10)\n"
  "project(case LANGUAGES CXX)\n"
  "if(CMAKE_VERSION VERSION_LESS 4.0)\n"
  "  set(old_policy CMP0057)\n"
  "  cmake_policy(SET CMP0057 OLD)\n"
  "endif()\n"
  "set(CASE_SUPPORT_DIR \"${support}\")\n"
  "include(\"${support}/project.cmake\")\n"
  "set(IN_PROJECT TRUE)\n"
  "include(\"${case}\")\n"
)
configure(OPTIONS -Wno-deprecated)
build()
load_tests()
expect_tests(Orders.Add smoke)
expect_property(smoke RESOURCE_LOCK port:8080)
expect_property(Orders.Add RESOURCE_LOCK a)
