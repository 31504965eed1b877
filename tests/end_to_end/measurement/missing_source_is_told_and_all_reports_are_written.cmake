# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A generator leaves #line directives to files that are not there any more. gcc
# counts lines of those; clang lines of the file that has the directive.
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

write_project("
file(WRITE \"\${CMAKE_CURRENT_BINARY_DIR}/parser.cpp\"
  \"int parser(int number) {\\n  return number + 3;\\n}\\n\")
target_sources(shop PRIVATE \"\${CMAKE_CURRENT_BINARY_DIR}/parser.cpp\")
parallel_add_coverage(NAME coverage TARGETS shop)
parallel_add_coverage(NAME without TARGETS shop EXCLUDE \"*.y\" \"*/parser.cpp\")
")
file(APPEND "${source}/shop/price.cpp" "
#line 5 \"${source}/shop/grammar.y\"
int parsed(int number) {
  return number + 1;
}
#line 3 \"scanner.l\"
int scanned(int number) {
  return number + 2;
}
")
set(result 0)
set(texts "generated sources of the targets are not reported (1:")
set(files shop/price.cpp)
if(NOT compiler_path MATCHES "clang")
  set(result 1)
  list(APPEND texts
    "lines of 'shop/grammar.y' are counted, but the file does not exist"
    "scanner.l' are not reported: the file does not exist"
  )
  list(APPEND files shop/grammar.y)
endif()
build_project()
measure(OPTIONS --name coverage --report ${all_formats} RESULT ${result}
  STDOUT ${texts})
foreach(name IN ITEMS coverage.json coverage.lcov coverage.xml html/index.html)
  expect_text("${output}" "wrote ${build}/coverage_report/${name}")
  if(NOT name MATCHES "html")
    read_report(report ${name})
    expect_text("${report}" ${files})
  endif()
endforeach()
read_report(report html/index.html)
expect_text("${report}" price.cpp)

measure(OPTIONS --name without --report ${all_formats})
expect_no_text("${output}" "grammar.y" "generated")
