# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A small project whose only test is a program under the launcher. What a case
# wants of it comes before and after.
set(source "${work}/project")
set(compiler "-DCMAKE_CXX_COMPILER=${compiler_path}"
  "-DCMAKE_PREFIX_PATH=${prefix}")
set(tool "${prefix}/bin/parallel-testing")
set(all_formats term,html,xml,json,lcov)

# Writes the sources; `code` is what CMake is to do besides.
function(write_project code)
  file(WRITE "${source}/CMakeLists.txt" "
cmake_minimum_required(VERSION 3.25)
project(shop LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 17)
enable_testing()
find_package(ParallelTesting REQUIRED)
add_library(shop shop/price.cpp)
target_include_directories(shop PUBLIC .)
add_executable(tally tally.cpp)
target_link_libraries(tally PRIVATE shop)
parallel_add_test(NAME tally COMMAND tally)
${code}")
  file(WRITE "${source}/shop/price.hpp" [[
#pragma once
inline int doubled(int number) {
  return number + number;
}
int price(int pieces);
]])
  file(WRITE "${source}/shop/price.cpp" [[
#include "shop/price.hpp"
int price(int pieces) {
  if (pieces > 10) {
    return pieces * 2;
  }
  return doubled(pieces) + pieces;
}
]])
  file(WRITE "${source}/tally.cpp" [[
#include "shop/price.hpp"
int main() { return price(3) == 9 ? 0 : 1; }
]])
endfunction()

# Configures and builds; OPTIONS are cmake's.
function(build_project)
  configure(${ARGV})
  build(READ)
  expect_no_messages()
endfunction()

# Measures; OPTIONS are the program's, STDOUT texts that it prints on one of the
# streams, further arguments those of run(). Compilers count differently.
function(measure)
  cmake_parse_arguments(PARSE_ARGV 0 measure "" "" "OPTIONS;STDOUT")
  run(
    READ COMMAND sh -c "exec \"$@\" 2>&1" sh
      "${tool}" coverage --test-dir "${build}" ${measure_OPTIONS}
    ${measure_UNPARSED_ARGUMENTS}
  )
  expect_text("${output}" ${measure_STDOUT})
  set(output "${output}" PARENT_SCOPE)
endfunction()

# Sets `out` to a report.
function(read_report out name)
  file(READ "${build}/coverage_report/${name}" text)
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
