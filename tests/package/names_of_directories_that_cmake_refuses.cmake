# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Directories that CMake or its build tools cannot work in, without
# ParallelTesting: what docs/limits.md lists. When one of these begins to
# work, it belongs into the name that C83_directories_may_have_odd_names uses.
set(stock [[
cmake_minimum_required(VERSION 3.25)
project(stock LANGUAGES C)
include(CTest)
include(GoogleTest)
add_executable(stock_test stock.c)
gtest_discover_tests(stock_test)
]])
set(listing [[
#include <stdio.h>
#include <string.h>
int main(int argc, char** argv) {
  if (argc > 1 && strcmp(argv[1], "--gtest_list_tests") == 0)
    puts("Stock.\n  Case");
  return 0;
}
]])

# Sets `out` to whether the stock project is built and tested in a directory of
# this name, the last argument.
function(stock_works out generator)
  set(directory "${work}/${ARGV2}")
  file(WRITE "${work}/CMakeLists.txt" "${stock}")
  file(WRITE "${work}/stock.c" "${listing}")
  execute_process(
    COMMAND sh -c "mkdir -p \"$1/source\" \
&& cp \"$2\"/CMakeLists.txt \"$2\"/stock.c \"$1/source\" \
&& $3 -S \"$1/source\" -B \"$1/build\" -G \"$4\" && $3 --build \"$1/build\" \
&& cd \"$1/build\" && $5 | grep 'Stock.Case .*Passed'" sh
      "${directory}" "${work}" "${CMAKE_COMMAND}" "${generator}"
      "${CMAKE_CTEST_COMMAND}"
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET
  )
  set(${out} FALSE PARENT_SCOPE)
  if(result STREQUAL "0")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

stock_works(works Ninja "fine")
if(NOT works)
  message(FATAL_ERROR "the stock project works nowhere")
endif()
foreach(generator IN ITEMS Ninja "Unix Makefiles")
  set(names "a\"b" "a<b" "a>b" "a|b" "a\\\\b")
  if(CMAKE_VERSION VERSION_LESS 3.26)
    list(APPEND names "a#b")
  endif()
  if(generator STREQUAL "Unix Makefiles")
    list(APPEND names "a:b" "a?b")
  endif()
  foreach(name IN LISTS names)
    stock_works(works "${generator}" "${name}")
    if(works)
      message(FATAL_ERROR "'${name}' works with ${generator}")
    endif()
  endforeach()
  # By themselves: a list would not keep them.
  stock_works(opens "${generator}" "a[b")
  stock_works(closes "${generator}" "a]b")
  stock_works(separates "${generator}" "a;b")
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.4 AND generator STREQUAL "Ninja")
    # This project works, but CMake finds no package in such a directory.
    set(opens FALSE)
    set(closes FALSE)
  endif()
  if(opens OR closes OR separates)
    message(FATAL_ERROR
      "works with ${generator}: [ ${opens}, ] ${closes}, semicolon ${separates}")
  endif()
endforeach()
