# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

write_project("parallel_add_coverage(NAME coverage TARGETS shop BRANCH PER_TEST)\n
parallel_add_coverage(NAME summed TARGETS shop FORMATS html)\n")
file(WRITE "${source}/shop/price.cpp" [[
#include "shop/price.hpp"
int price(int pieces) {
  if (pieces > 10) {  // LCOV_EXCL_BR_LINE
    return pieces * 2;  // GCOVR_EXCL_LINE
  }
  return doubled(pieces) + pieces;
}
// GCOV_EXCL_START
int never(int number) {
  return number - 1;
}
// GCOV_EXCL_STOP
// GCOVR_EXCL_BR_START
int sometimes(int number) {
  return number > 2 ? 3 : number;  // LCOV_EXCL_LINE
}
// GCOVR_EXCL_BR_STOP
]])
file(WRITE "${source}/shop/price.hpp" [[
#pragma once
inline int doubled(int number) {
  return number + number;  // LCOV_EXCL_NOTHING
}
int price(int pieces);
]])
build_project()
measure(OPTIONS --name coverage --report ${all_formats}
  STDOUT "excluded by comments:"
    "shop/price.hpp:3: LCOV_EXCL_NOTHING is unknown"
)
read_report(json coverage.json)
string(JSON excluded GET "${json}" excluded lines)
if(excluded LESS 4)
  message(FATAL_ERROR "${excluded} lines are excluded")
endif()
string(JSON branches GET "${json}" totals branches)
expect_equal("${branches}" 0)
string(JSON lines GET "${json}" files 0 lines)
foreach(line IN ITEMS 4 8 9 10 11 15)
  expect_no_text("${lines}" "\"line\" : ${line},")
endforeach()
foreach(line IN ITEMS 6 14)
  expect_text("${lines}" "\"line\" : ${line}")
endforeach()
read_report(lcov coverage.lcov)
string(REGEX MATCH "SF:[^\n]*price.cpp\n.*" lcov "${lcov}")
string(REGEX REPLACE "end_of_record.*" "" lcov "${lcov}")
expect_no_text("${lcov}" "DA:4," "DA:8," "DA:9," "DA:10," "DA:11," "DA:15," BRDA)
expect_text("${lcov}" "DA:6," "DA:14,")
read_report(xml coverage.xml)
expect_no_text("${xml}" "number=\"10\"" "number=\"15\"" "condition-coverage")
expect_text("${xml}" "number=\"14\"")

file(REMOVE_RECURSE "${build}/coverage_report/html")
measure(OPTIONS --name summed --output "${build}/coverage_report")
file(GLOB pages "${build}/coverage_report/html/*.html")
set(all "")
foreach(page IN LISTS pages)
  file(READ "${page}" text)
  string(APPEND all "${text}")
endforeach()
string(REGEX REPLACE "<[^>]*>" "" all "${all}")
expect_text("${all}" "return number - 1")
