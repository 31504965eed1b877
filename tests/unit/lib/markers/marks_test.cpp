// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/markers.hpp>
#include <set>
#include <string>
#include <vector>

#include "markers/marker.hpp"

namespace {

namespace pt = parallel_testing;
using pt::adapter::declared_markers;

/// As the macros do it.
struct every_marker : pt::mark {
  static constexpr auto all() {
    using namespace std::chrono_literals;
    using namespace pt::literals;
    return pt::detail::list_of(
        no_parallel, serial, no_parallel("group"), lock("fonts"),
        lock("fonts", lock_mode::shared),
        lock("fonts", lock_mode::exclusive, pt::lock_reach::cluster),
        database("d", lock_mode::shared, pt::lock_reach::cluster), port(8080),
        ports(), ports(3), database("orders"),
        database("orders", lock_mode::shared), database(), resource("gpu"),
        resource("gpu", 2), memory(2_GiB), memory("2GiB"),
        memory({2, pt::memory_unit::gibibytes}), memory(999999999_B),
        memory(1_KB), memory(2_MB), memory(3_GB), memory(4_KiB), memory(5_MiB),
        memory_limit(2_GiB), supervised, isolate,
        isolate(private_view::network), isolate(private_view::tmp),
        isolate(private_view::ipc), isolate(private_view::pid),
        leak(leak_policy::fail), leak(leak_policy::warn),
        leak(leak_policy::allow), grace(0.5s), grace(1ms), gpu, gpu(2),
        gpu(4_GiB), gpu_share(25), threads(4), pinned_threads(2), mpi(2),
        mpi(1, 2, 16), timeout(2.5s), timeout(100000s), timeout(2min),
        fixture("server"), group("orders"), flaky(), flaky(3), label("slow"));
  }
};
constexpr auto every = every_marker::all();

constexpr pt::marker first_markers[] = {pt::mark::label("slow")};
constexpr pt::marker more_markers[] = {pt::mark::port(1), pt::mark::lock("x")};

/// Declares marks of tests that do not exist, which discovery would refuse:
/// so not before a test runs.
struct marks : testing::Test {
  marks() {
    static const pt::detail::mark_declaration all("All", "Markers", every.items,
                                                  every.count, "f.cpp", 1);
    static const pt::detail::mark_declaration one("Twice", "Marked",
                                                  first_markers, 1, "f.cpp", 2);
    static const pt::detail::mark_declaration two("Twice", "Marked",
                                                  more_markers, 2, "f.cpp", 3);
    static const pt::detail::mark_declaration suite(
        "Twice", nullptr, first_markers, 1, "f.cpp", 4);
  }
};

TEST_F(marks, have_one_canonical_text_each) {
  EXPECT_EQ(declared_markers("All", "Markers"),
            "no_parallel;no_parallel;no_parallel:group;lock:fonts;"
            "lock:fonts:shared;lock:fonts:cluster;database:d:shared:cluster;"
            "port:8080;ports:1;ports:3;"
            "database:orders;database:orders:shared;database;"
            "resource:gpu:1;resource:gpu:2;memory:2GiB;memory:2GiB;"
            "memory:2GiB;memory:999999999B;memory:1KB;memory:2MB;memory:3GB;"
            "memory:4KiB;memory:5MiB;memory:2GiB:hard;"
            "supervised;isolate;isolate:network;isolate:tmp;isolate:ipc;"
            "isolate:pid;leak:fail;leak:warn;leak:allow;grace:0.5;grace:0.001;"
            "gpu;gpu:2;gpu:memory:4GiB;gpu:share:25;threads:4;"
            "threads:2:pinned;mpi:2;mpi:1,2,16;timeout:2.5;timeout:100000;"
            "timeout:120;fixture:server;"
            "group:orders;flaky:1;flaky:3;slow");
}

TEST_F(marks, of_each_row_of_the_table_can_be_declared) {
  std::set<pt::marker_kind> declared;
  for (const pt::parsed_marker& marker :
       pt::parse_markers(declared_markers("All", "Markers"))) {
    EXPECT_NE(marker.kind, pt::marker_kind::malformed) << marker.text;
    declared.insert(marker.kind);
  }
  for (const pt::marker_row& row : pt::marker_table) {
    EXPECT_EQ(declared.count(row.kind), 1U) << row.word;
  }
}

TEST_F(marks, of_several_declarations_are_joined_in_source_order) {
  EXPECT_EQ(declared_markers("Twice", "Marked"), "slow;port:1;lock:x");
}

TEST_F(marks, of_a_suite_are_apart_from_those_of_its_tests) {
  EXPECT_EQ(declared_markers("Twice", nullptr), "slow");
  EXPECT_EQ(declared_markers("All", nullptr), "");
}

TEST_F(marks, of_what_was_not_marked_are_none) {
  EXPECT_EQ(declared_markers("All", "markers"), "");
  EXPECT_EQ(declared_markers("", ""), "");
}

TEST_F(marks, are_seen_when_declared_later) {
  // They live as long as the program, and the test may run again in it.
  static std::deque<std::string> suites;
  static std::deque<pt::detail::mark_declaration> declarations;
  const std::string& suite =
      suites.emplace_back("Late" + std::to_string(suites.size()));
  EXPECT_EQ(declared_markers(suite, "Library"), "");
  declarations.emplace_back(suite.c_str(), "Library", first_markers, 1, "f.cpp",
                            5);
  EXPECT_EQ(declared_markers(suite, "Library"), "slow");
}

TEST_F(marks, can_all_be_visited_with_their_place) {
  std::vector<std::string> visited;
  pt::adapter::for_each_declaration(
      [](void* context, const char* suite, const char* test, const char* file,
         int line) {
        static_cast<std::vector<std::string>*>(context)->push_back(
            std::string(suite) + "." + (test == nullptr ? "(all)" : test) +
            " " + file + ":" + std::to_string(line));
      },
      &visited);
  EXPECT_THAT(visited, testing::IsSupersetOf({"All.Markers f.cpp:1",
                                              "Twice.Marked f.cpp:2",
                                              "Twice.(all) f.cpp:4"}));
}

TEST(marks_macro, names_suite_test_and_place) {
  EXPECT_EQ(declared_markers("marks_macro", "names_suite_test_and_place"),
            "timeout:60;unit");
}
PARALLEL_TESTING_MARK(marks_macro, names_suite_test_and_place, timeout(60s),
                      label("unit"));

TEST(marks_macro, marks_suites) {
  EXPECT_EQ(declared_markers("marks_macro", nullptr), "fast");
}
PARALLEL_TESTING_MARK_SUITE(marks_macro, label("fast"));

// Names of a program that are those of markers, also by its argument's type.
namespace program {
enum count { one = 1 };
[[maybe_unused]] constexpr int threads(count) {
  return 0;
}
struct timeout {};
template <class Text>
int label(Text);
[[maybe_unused]] constexpr long operator""_MiB(unsigned long long) {
  return 0;
}

TEST(marks_macro, finds_markers_before_names_of_the_program) {
  EXPECT_EQ(declared_markers("marks_macro",
                             "finds_markers_before_names_of_the_program"),
            "threads:1;timeout:60;slow;memory:1MiB");
}
PARALLEL_TESTING_MARK(marks_macro, finds_markers_before_names_of_the_program,
                      threads(one), timeout(1min), label("slow"),
                      memory(1_MiB));
}  // namespace program

}  // namespace
