# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a user demands of the sources of a target, our own among them: unity
# builds, precompiled headers, the strictest warnings as errors, linters. The
# names in the user's sources are those of the adapters.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")
use_no_precompiled_headers()

file(WRITE "${source}/names.hpp" [[
struct matches {};
class listener {};
class registration {};
class chosen_cases {};
class early_locks {};
enum class outcome { none };
inline void start() {}
inline void describe() {}
inline void choose() {}
inline void is_wanted() {}
inline void selector_of() {}
namespace adapter {
inline void one_line() {}
}  // namespace adapter
]])
file(WRITE "${source}/googletest.cpp" [[
#include "names.hpp"

#include <gtest/gtest.h>

namespace {
struct declared_names {};
void write_manifest() {}
}  // namespace

TEST(Orders, Migrate) {
  const declared_names names;
  static_cast<void>(names);
  write_manifest();
}
]])
file(WRITE "${source}/marked.cpp" [[
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <parallel_testing/sql_files.hpp>

namespace pt = parallel_testing;

TEST(Orders, AreListed) { EXPECT_FALSE(pt::unique_resource_name().empty()); }
PARALLEL_TESTING_MARK(Orders, AreListed, port(8080), label("slow"));
PARALLEL_TESTING_MARK_SUITE(Orders, isolate);
]])
file(WRITE "${source}/catch2.cpp" [[
#include "names.hpp"

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif
#include <parallel_testing/catch2.hpp>

namespace {
using listener_base = int;
void add_failure(const char*) {}
}  // namespace

TEST_CASE("orders migrate", "[lock:orders]") {
  const listener_base base = 1;
  CHECK(base == 1);
  add_failure("");
}
TEST_CASE_METHOD(parallel_testing::test_fixture, "orders are listed") {
  CHECK_FALSE(dir.path().empty());
}
]])
write_project([[
find_package(GTest REQUIRED)
if(generation)
  find_package(Catch2 ${generation} REQUIRED)
endif()
find_package(ParallelTesting REQUIRED)
include(ParallelTesting)
find_program(CLANG_TIDY NAMES clang-tidy clang-tidy-14)
find_program(CPPCHECK cppcheck)
add_compile_options(-pedantic-errors -Werror)
add_subdirectory(tests)
]])
file(WRITE "${source}/tests/CMakeLists.txt" [[
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(strict -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
    -Wold-style-cast -Wuseless-cast -Wsuggest-override -Weffc++ -Wcast-qual
    -Wcast-align=strict -Wduplicated-cond -Wduplicated-branches -Wlogical-op
    -Wnull-dereference -Wdouble-promotion -Wformat=2 -Wundef -Wredundant-decls
    -Wmissing-declarations -Wzero-as-null-pointer-constant -Wextra-semi
    -Wswitch-enum -Wswitch-default -Wnoexcept -Wctor-dtor-privacy
    -Wstrict-null-sentinel -Wsign-promo -Wfloat-equal -Wunused-const-variable=2)
  # No test of a framework passes these.
  set(stricter -Wpadded -Winline -Waggregate-return -Wsuggest-attribute=const
    -Wsuggest-attribute=pure -Wsuggest-attribute=cold -Wnamespaces -Wtemplates
    -Wsuggest-final-types -Wsuggest-final-methods -Wmultiple-inheritance
    -Wunused-macros)
else()
  set(strict -Weverything -Wno-c++98-compat -Wno-c++98-compat-pedantic
    -Wno-global-constructors -Wno-weak-vtables)
  set(stricter -Weverything)
endif()

function(add_targets framework header)
  list(TRANSFORM ARGN PREPEND ../ OUTPUT_VARIABLE sources)
  add_executable(${framework}_unity ${sources})
  set_target_properties(${framework}_unity PROPERTIES UNITY_BUILD ON)
  add_executable(${framework}_header ${sources})
  target_precompile_headers(${framework}_header PRIVATE ${header})
  # Has no source but ours.
  add_executable(${framework}_checked)
  target_compile_options(${framework}_checked PRIVATE ${stricter})
  if(CLANG_TIDY)
    set_target_properties(${framework}_checked PROPERTIES CXX_CLANG_TIDY
      "${CLANG_TIDY};--checks=${checks};--warnings-as-errors=*;--quiet")
  endif()
  if(CPPCHECK)
    set_property(TARGET ${framework}_checked PROPERTY CXX_CPPCHECK
      "${CPPCHECK}" --enable=all --inconclusive --error-exitcode=1)
  endif()
  foreach(kind IN ITEMS unity header checked)
    set(target ${framework}_${kind})
    target_compile_options(${target} PRIVATE ${strict})
    target_link_libraries(${target} PRIVATE ParallelTesting::${main})
    parallel_discover_tests(${target} TEST_PREFIX ${kind}. ALLOW_EMPTY)
  endforeach()
endfunction()

# An adapter asks clang-tidy to leave all of its lines alone. That it asks is shown
# by the checks that find most, and those of a whole file; that no check finds
# anything outside of these lines is shown with ALL_COMBINATIONS.
set(checks -*,google-*,llvm*,modernize-*)
if(with_googletest)
  if(all_combinations)
    set(checks *)
  endif()
  set(main gtest_main)
  add_targets(googletest <gtest/gtest.h> googletest.cpp marked.cpp)
endif()
if(generation)
  set(header <catch2/catch_test_macros.hpp>)
  if(generation EQUAL 2)
    set(header <catch2/catch.hpp>)
  endif()
  set(checks -*,google-*,llvm*,modernize-*)
  set(main catch2_main)
  add_targets(catch2 ${header} catch2.cpp)
endif()
]])

choose_combinations(catch2_dirs ${catch2_dirs})
if(catch2_dirs STREQUAL "")
  set(catch2_dirs 0)
endif()
set(with_googletest ON)
foreach(catch2_dir IN LISTS catch2_dirs)
  file(REMOVE_RECURSE "${build}")
  string(REGEX MATCH "^[023]" generation "${catch2_dir}")
  string(SUBSTRING "${catch2_dir}" 1 -1 catch2_dir)
  configure(
    OPTIONS "-DCMAKE_PREFIX_PATH=${installed}" -Dgeneration=${generation}
      -Dwith_googletest=${with_googletest}
      "-Dall_combinations=${all_combinations}"
      "-DCatch2_DIR=${catch2_dir}"
  )
  # Static analysis prints what it looks at.
  build(READ)
  expect_no_messages()
  load_tests()
  set(expected "")
  if(with_googletest)
    set(expected
      unity.Orders.Migrate unity.Orders.AreListed
      header.Orders.Migrate header.Orders.AreListed
    )
  endif()
  if(generation)
    list(APPEND expected
      "unity.orders migrate" "unity.orders are listed"
      "header.orders migrate" "header.orders are listed"
    )
  endif()
  expect_tests(${expected})
  run_ctest(READ)
  expect_text("${output}" "100% tests passed")
  set(with_googletest OFF)
endforeach()
