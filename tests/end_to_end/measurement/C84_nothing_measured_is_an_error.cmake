# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

set(generated [[
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/table.cpp" "int table() { return 7; }\n")
add_library(table "${CMAKE_CURRENT_BINARY_DIR}/table.cpp")
target_link_libraries(tally PRIVATE table)
]])
write_project("${generated}
parallel_add_coverage(NAME generated TARGETS table FAIL_UNDER 0)
parallel_add_coverage(NAME both TARGETS shop table FAIL_UNDER 50)
parallel_add_coverage(NAME excluded TARGETS shop EXCLUDE \"*\" FAIL_UNDER 90)
parallel_add_coverage(NAME elsewhere TARGETS shop SOURCE_DIR docs)
parallel_add_coverage(NAME fine TARGETS tally shop table
  SOURCE_DIR . \"\${CMAKE_CURRENT_BINARY_DIR}\")
")
file(WRITE "${source}/tally.cpp" [[
#include "shop/price.hpp"
int table();
int main() { return price(3) + table() == 16 ? 0 : 1; }
]])
file(MAKE_DIRECTORY "${source}/docs")
build_project()
foreach(name IN ITEMS generated excluded elsewhere)
  measure(OPTIONS --name ${name} RESULT 1 STDOUT "no line is measured")
  expect_no_text("${output}" "100.0%")
endforeach()
measure(OPTIONS --name generated RESULT 1
  STDOUT "0.0% of the lines are covered, less than 0%")
measure(OPTIONS --name both RESULT 1
  STDOUT "no line of the target 'table' is measured")
measure(OPTIONS --name fine STDOUT "Total")
build(READ TARGET both RESULT fails)
expect_text("${output}" "FAILED" "no line of the target 'table' is measured")
