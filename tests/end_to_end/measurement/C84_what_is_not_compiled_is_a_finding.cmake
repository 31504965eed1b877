# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A target that is not built, alone and beside one with which it shares a source;
# a source that is not compiled yet; generated sources that include measured
# headers; a precompiled header, which has no counters.
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

write_project([[
file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/shop/rare.cpp"
  "int rare() {\n  return 7;\n}\n")
add_library(store EXCLUDE_FROM_ALL shop/rare.cpp shop/price.cpp)
target_include_directories(store PUBLIC .)
parallel_add_coverage(NAME shared TARGETS shop store FAIL_UNDER 50)
parallel_add_coverage(NAME unbuilt TARGETS store FORMATS term html xml json lcov)
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/table.cpp"
  "#include \"shop/price.hpp\"\nint table() { return doubled(3); }\n")
add_library(table "${CMAKE_CURRENT_BINARY_DIR}/table.cpp")
target_include_directories(table PUBLIC .)
parallel_add_coverage(NAME generated TARGETS shop table FAIL_UNDER 50)
target_precompile_headers(tally PRIVATE shop/price.hpp)
if(IS_LATE)
  target_sources(tally PRIVATE late.cpp)
endif()
parallel_add_coverage(NAME coverage TARGETS shop tally FORMATS term json)
]])
file(WRITE "${source}/late.cpp" "int late() {\n  return 1;\n}\n")
build_project()
measure(OPTIONS --name coverage STDOUT "Total")
measure(OPTIONS --name shared RESULT 1
  STDOUT "Total"
  "'shop/rare.cpp' of the target 'store' is not measured, because it is not compiled"
  "'shop/price.cpp' of the target 'store' is not measured")
measure(OPTIONS --name unbuilt RESULT 1
  STDOUT "/unbuilt_report/coverage.json"
  "'shop/rare.cpp' of the target 'store' is not measured, because it is not compiled")
foreach(report IN ITEMS html/index.html coverage.xml coverage.json coverage.lcov)
  if(NOT EXISTS "${build}/unbuilt_report/${report}")
    message(FATAL_ERROR "there is no report '${report}'")
  endif()
endforeach()
measure(OPTIONS --name generated RESULT 1
  STDOUT "no line of the target 'table' is measured")

configure(OPTIONS -DIS_LATE=ON)
measure(OPTIONS --name coverage RESULT 1
  STDOUT "'late.cpp' of the target 'tally' is not measured"
  "build the target, or remove it from TARGETS")
expect_no_text("${output}" "cmake_pch")
build()
measure(OPTIONS --name coverage STDOUT "Total")
