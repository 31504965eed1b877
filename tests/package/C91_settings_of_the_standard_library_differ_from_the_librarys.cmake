# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The user's target has other settings of the standard library than ours was
# compiled with. Containers of another layout work, also beside plain ones in
# one program; strings of another one do not link.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")
use_no_precompiled_headers()

file(WRITE "${source}/orders_test.cpp" [[
#include <gtest/gtest.h>

#include <fstream>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <parallel_testing/sql_files.hpp>
#ifdef WITH_POSTGRESQL
#include <parallel_testing/postgresql.hpp>
#endif

namespace pt = parallel_testing;

TEST(@SUITE@, PortsAreReserved) {
  std::vector<pt::reserved_port> ports = pt::reserve_ports(3);
  ASSERT_EQ(ports.size(), 3);
  EXPECT_NE(ports[0].number(), ports[2].number());
  ports.erase(ports.begin());
  EXPECT_GT(pt::listen_on_free_port().fd(), 0);
}

TEST(@SUITE@, AllocationsAreRead) {
  pt::scoped_environment variables{{"CTEST_RESOURCE_GROUP_COUNT", "1"},
                                   {"CTEST_RESOURCE_GROUP_0", "gpu"},
                                   {"CTEST_RESOURCE_GROUP_0_GPU", "id:a,slots:2"}};
  const std::vector<pt::allocation> all = pt::allocations_of("gpu");
  ASSERT_EQ(all.size(), 1);
  EXPECT_EQ(all.front().id, "a");
  EXPECT_EQ(pt::allocations().at(0).slots, 2);
}

TEST(@SUITE@, EnvironmentIsPutBack) {
  // Members that lie behind one another would overwrite each other.
  struct {
    pt::scoped_environment first{{"SUITE_A", "1"}, {"SUITE_B", std::nullopt}};
    std::vector<int> between{1, 2, 3};
    pt::scoped_environment second{{"SUITE_A", "2"}};
  } both;
  EXPECT_EQ(both.between, (std::vector<int>{1, 2, 3}));
  EXPECT_STREQ(getenv("SUITE_A"), "2");
}

TEST(@SUITE@, FilesAreJoined) {
  pt::temp_dir dir;
  std::vector<std::string> paths{dir / "a.sql", dir / "b.sql"};
  for (const std::string& path : paths) std::ofstream(path) << "SELECT 1;";
  EXPECT_EQ(pt::sql_from_files(paths), "SELECT 1;\nSELECT 1;\n");
}

TEST(@SUITE@, WorkIsDoneOnce) {
  EXPECT_EQ(pt::once_per_run("key", [] { return std::string("done"); }), "done");
  EXPECT_FALSE(pt::unique_resource_name().empty());
  pt::named_lock lock("lock");
}
PARALLEL_TESTING_MARK(@SUITE@, WorkIsDoneOnce, port(8080));

#ifdef WITH_POSTGRESQL
TEST(@SUITE@, SettingsAreKept) {
  namespace pg = pt::postgresql;
  const pg::connection_settings first("host=nowhere dbname=orders");
  pg::connection_settings second = first.with("dbname", "bills");
  EXPECT_EQ(first.value("dbname"), "orders");
  EXPECT_EQ(second.value("dbname"), "bills");
  second = first;
  EXPECT_EQ(second.value("host"), "nowhere");
  pg::requirements needed;
  needed.extensions = {"citext", "hstore"};
  needed.limit = std::chrono::milliseconds(1);
  EXPECT_THROW(pg::ensure_ready(needed, first.with("host", "/nowhere")), pt::error);
  EXPECT_THROW(pg::collect_leftovers(pg::collect_mode::only_list,
                                     first.with("host", "/nowhere")),
               pt::error);
}
#endif
]])
file(WRITE "${source}/catch2.cpp" [[
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif
#include <vector>
TEST_CASE("vectors are checked", "[lock:orders][unit]") {
  const std::vector<int> numbers{1, 2};
  REQUIRE(numbers.at(1) == 2);
}
TEST_CASE("nothing") { REQUIRE(true); }
]])
file(WRITE "${source}/old.cpp" [[
#include <parallel_testing/worker.hpp>
int main() { return parallel_testing::this_worker().index(); }
]])
write_project([[
find_package(GTest REQUIRED)
if(generation)
  find_package(Catch2 ${generation} REQUIRED)
endif()
find_package(ParallelTesting REQUIRED OPTIONAL_COMPONENTS postgresql)
include(ParallelTesting)

set(SUITE Orders)
configure_file(orders_test.cpp checked.cpp @ONLY)
set(SUITE Plain)
configure_file(orders_test.cpp plain.cpp @ONLY)
foreach(kind IN ITEMS checked plain)
  add_library(${kind} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${kind}.cpp")
  target_link_libraries(${kind} PUBLIC ParallelTesting::gtest_main)
  if(TARGET ParallelTesting::postgresql)
    target_link_libraries(${kind} PUBLIC ParallelTesting::postgresql)
    target_compile_definitions(${kind} PRIVATE WITH_POSTGRESQL)
  endif()
endforeach()
target_compile_definitions(
  checked PRIVATE _GLIBCXX_DEBUG _GLIBCXX_DEBUG_PEDANTIC)
# The adapter and all, or one source of two.
add_executable(whole)
target_compile_definitions(whole PRIVATE _GLIBCXX_DEBUG)
target_link_libraries(whole PRIVATE checked)
add_executable(mixed)
target_link_libraries(mixed PRIVATE checked plain)
foreach(target IN ITEMS whole mixed)
  target_link_libraries(${target} PRIVATE ParallelTesting::gtest_main)
  parallel_discover_tests(${target} TEST_PREFIX ${target}.)
endforeach()

if(generation)
  add_executable(cases catch2.cpp)
  target_compile_definitions(cases PRIVATE _GLIBCXX_DEBUG)
  target_link_libraries(cases PRIVATE ParallelTesting::catch2_main)
  parallel_discover_tests(cases TEST_PREFIX cases. DIST loadfile)
  parallel_discover_tests(cases TEST_PREFIX case.)
endif()

add_executable(old EXCLUDE_FROM_ALL old.cpp)
target_compile_definitions(old PRIVATE _GLIBCXX_USE_CXX11_ABI=0)
target_link_libraries(old PRIVATE ParallelTesting::runtime)
]])

choose_combinations(catch2_dirs ${catch2_dirs})
if(catch2_dirs STREQUAL "")
  set(catch2_dirs 0)
endif()
foreach(item IN LISTS catch2_dirs)
  string(REGEX MATCH "^[023]" generation "${item}")
  string(SUBSTRING "${item}" 1 -1 catch2_dir)
  file(REMOVE "${build}/CMakeCache.txt")
  configure(
    OPTIONS "-DCMAKE_PREFIX_PATH=${installed}" -Dgeneration=${generation}
      "-DCatch2_DIR=${catch2_dir}"
  )
  build()
  set(cases "")
  if(generation)
    set(cases "case.vectors are checked" "cases.catch2.cpp")
  endif()
  run_ctest(READ)
  expect_text("${output}" "100% tests passed" "mixed.Plain.PortsAreReserved"
    "mixed.Orders.PortsAreReserved" "whole.Orders.PortsAreReserved" ${cases})
endforeach()

build(READ TARGET old RESULT fails)
expect_text("${output}"
  ParallelTesting_must_be_built_with_GLIBCXX_USE_CXX11_ABI_0_as_this_target_is)
