# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A source whose own options turn coverage off, alone in its target and beside
# others; one that has data only; C++ in a file of another name; assembler, which
# nothing measures.
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

write_project([[
enable_language(ASM)
set(off -fno-coverage-mapping -fno-profile-instr-generate)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(off -fno-profile-arcs -fno-test-coverage)
endif()
set_source_files_properties(
  shop/rare.cpp shop/local.cpp PROPERTIES COMPILE_OPTIONS "${off}")
set_source_files_properties(
  shop/late.inc PROPERTIES LANGUAGE CXX COMPILE_OPTIONS "-xc++")
add_library(store shop/rare.cpp shop/names.cpp shop/empty.s)
target_link_libraries(shop PRIVATE store)
target_sources(shop PRIVATE shop/names.cpp shop/empty.s)
add_library(stock shop/price.cpp shop/rare.cpp shop/local.cpp)
target_include_directories(stock PUBLIC .)
parallel_add_coverage(NAME coverage TARGETS shop)
parallel_add_coverage(NAME alone TARGETS shop store)
parallel_add_coverage(NAME beside TARGETS shop stock FAIL_UNDER 10)
parallel_add_coverage(NAME excluded TARGETS shop stock EXCLUDE shop/rare.cpp
  shop/local.cpp)
if(IS_LATE)
  target_sources(shop PRIVATE shop/late.inc)
endif()
]])
file(WRITE "${source}/shop/rare.cpp" "int rare() {\n  return 7;\n}\n")
file(WRITE "${source}/shop/local.cpp" [[
static int seven() {
  return 7;
}
int seventh = seven();
]])
file(WRITE "${source}/shop/late.inc" "int late() {\n  return 1;\n}\n")
file(WRITE "${source}/shop/names.cpp" [[
#include <string>
#include <vector>
std::vector<std::string> names{"one", "other"};
]])
file(WRITE "${source}/shop/empty.s" ".section .note.GNU-stack,\"\",@progbits\n")
build_project()
measure(OPTIONS --name coverage STDOUT "Total")
expect_no_text("${output}" "names.cpp' of" "empty.s")

# gcc still writes notes, so that these lines are uncovered. Without the notes
# nothing is known of them.
file(GLOB_RECURSE notes "${build}/CMakeFiles/st*.dir/*/rare.cpp.gcno"
  "${build}/CMakeFiles/st*.dir/*/local.cpp.gcno")
if(NOT "${notes}" STREQUAL "")
  file(REMOVE ${notes})
endif()
measure(OPTIONS --name alone RESULT 1
  STDOUT "Total"
  "'shop/rare.cpp' of the target 'store' is not measured, because it is compiled without coverage")
expect_no_text("${output}" "names.cpp' of" "empty.s" "is not compiled")
measure(OPTIONS --name beside RESULT 1
  STDOUT "'shop/rare.cpp' of the target 'stock' is not measured"
  "'shop/local.cpp' of the target 'stock'"
  "recompile it without options that turn coverage off, or exclude it")
measure(OPTIONS --name excluded STDOUT "Total")
expect_no_text("${output}" "rare.cpp" "local.cpp")

configure(OPTIONS -DIS_LATE=ON)
measure(OPTIONS --name coverage RESULT 1
  STDOUT "'shop/late.inc' of the target 'shop' is not measured, because it is not compiled")
build(READ)
expect_no_messages()
measure(OPTIONS --name coverage STDOUT "shop/late.inc")
