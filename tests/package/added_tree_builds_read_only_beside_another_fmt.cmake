# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each library is compiled in one piece, the largest unity build that there can
# be, which also makes it quick. The rules of the project, a linter that likes
# nothing among them, are for its own code.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

set(tree "${work}/parallel testing")
foreach(part IN ITEMS CMakeLists.txt cmake lib)
  file(COPY "${project_source}/${part}" DESTINATION "${tree}")
endforeach()
file(COPY "${project_source}/lib/launcher" "${project_source}/tools/on_demand"
  DESTINATION "${tree}/tools")
run(COMMAND chmod -R a-w "${tree}")
file(GLOB_RECURSE before LIST_DIRECTORIES TRUE "${tree}/*")

write_consumer("
add_library(fmt STATIC fmt/format.cpp)
target_include_directories(fmt PUBLIC fmt/include)
add_library(fmt::fmt ALIAS fmt)
add_compile_options(
  -Werror -Wall -Wextra -Wconversion -Wshadow -Wold-style-cast -Weffc++ -Wundef
  -Wswitch-default
)
set(CMAKE_CXX_CPPLINT /bin/false)
set(CMAKE_CXX_CLANG_TIDY /bin/false)
set(CMAKE_CXX_CPPCHECK /bin/false)
set(CMAKE_CXX_INCLUDE_WHAT_YOU_USE /bin/false)
add_subdirectory(\"${tree}\" parallel_testing)
foreach(linter IN ITEMS CPPLINT CLANG_TIDY CPPCHECK INCLUDE_WHAT_YOU_USE)
  set(CMAKE_CXX_\${linter} \"\")
endforeach()
")
file(WRITE "${source}/fmt/include/fmt/format.h" [[
#include <string>
#define FMT_VERSION 50000
namespace fmt {
std::string format(const char* text);
}
]])
file(WRITE "${source}/fmt/format.cpp" [[
#include <fmt/format.h>
std::string fmt::format(const char* text) { return text; }
]])
file(APPEND "${source}/tests/CMakeLists.txt" [[
target_link_libraries(orders_test PRIVATE fmt::fmt ParallelTesting::sqlite)
]])
file(APPEND "${source}/tests/orders_test.cpp" [[
#include <fmt/format.h>
#include <parallel_testing/sqlite.hpp>
TEST(Orders, ArePrinted) { EXPECT_EQ(fmt::format("{}"), "{}"); }
TEST(Orders, AreStored) {
  parallel_testing::sqlite::connection open(":memory:");
  EXPECT_EQ(open.value("SELECT 7"), "7");
}
]])
configure(OPTIONS -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0)
# What fmt is in, and the linters and warnings find.
if(all_combinations)
  build()
else()
  build(TARGET orders_test)
endif()
load_tests()
expect_tests(Orders.Migrates Orders.ArePrinted Orders.AreStored smoke)
run_ctest(ARGS -R Orders)
expect_stdout([[
#1 Orders.Migrates: Passed
#2 Orders.ArePrinted: Passed
#3 Orders.AreStored: Passed
100% tests passed, 0 tests failed out of 3
]])
if(NOT all_combinations)
  expect_stderr([[
ParallelTesting: warning: the launcher is not built, so tests run without it; build the target parallel_testing_launcher
]])
endif()

# The settings of a directory are those of all its sources: one with fmt is enough.
if(NOT all_combinations)
  configure(OPTIONS -DCMAKE_UNITY_BUILD=OFF)
  set(objects "CMakeFiles/parallel_testing_launcher_parts.dir")
  build(TARGET "parallel_testing/lib/launcher/${objects}/framework_report.cpp.o")
endif()

file(GLOB_RECURSE after LIST_DIRECTORIES TRUE "${tree}/*")
expect_equal("${after}" "${before}")
run(COMMAND chmod -R u+w "${tree}")

# No symbol of ours has a name that another fmt may have.
file(GLOB_RECURSE library "${build}/libparallel_testing_runtime.a")
file(STRINGS "${library}" symbols REGEX "N3fmt2v[0-9]+" LIMIT_COUNT 1)
expect_equal("${symbols}" "")
