// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <parallel_testing/adapter.hpp>
#include <parallel_testing/markers.hpp>
#include <string>
#include <vector>

namespace {

namespace pt = parallel_testing;
using pt::adapter::declared_markers;

constexpr pt::marker every_marker[] = {
    pt::no_parallel,
    pt::serial,
    pt::no_parallel("group"),
    pt::lock("fonts"),
    pt::lock("fonts", pt::lock_mode::shared),
    pt::port(8080),
    pt::ports(),
    pt::ports(3),
    pt::database("orders"),
    pt::database("orders", pt::lock_mode::shared),
    pt::database(),
    pt::resource("gpu"),
    pt::resource("gpu", 2),
    pt::memory("2GiB"),
    pt::memory_limit("2GiB"),
    pt::supervised,
    pt::isolate,
    pt::isolate(pt::private_view::network),
    pt::isolate(pt::private_view::tmp),
    pt::isolate(pt::private_view::ipc),
    pt::isolate(pt::private_view::pid),
    pt::leak("allow"),
    pt::grace(0.5),
    pt::threads(4),
    pt::timeout(2.5),
    pt::timeout(100000),
    pt::fixture("server"),
    pt::group("orders"),
    pt::flaky(),
    pt::flaky(3),
    pt::label("slow"),
};

constexpr pt::marker first_markers[] = {pt::label("slow")};
constexpr pt::marker more_markers[] = {pt::port(1), pt::lock("x")};

/// Declares marks of tests that do not exist, which discovery would refuse:
/// so not before a test runs.
struct marks : testing::Test {
  marks() {
    static const pt::mark_declaration all("All", "Markers", every_marker,
                                          std::size(every_marker), "f.cpp", 1);
    static const pt::mark_declaration one("Twice", "Marked", first_markers, 1,
                                          "f.cpp", 2);
    static const pt::mark_declaration two("Twice", "Marked", more_markers, 2,
                                          "f.cpp", 3);
    static const pt::mark_declaration suite("Twice", nullptr, first_markers, 1,
                                            "f.cpp", 4);
  }
};

TEST_F(marks, have_one_canonical_text_each) {
  EXPECT_EQ(declared_markers("All", "Markers"),
            "no_parallel;no_parallel;no_parallel:group;lock:fonts;"
            "lock:fonts:shared;port:8080;ports:1;ports:3;"
            "database:orders;database:orders:shared;database;"
            "resource:gpu:1;resource:gpu:2;memory:2GiB;memory:2GiB:hard;"
            "supervised;isolate;isolate:network;isolate:tmp;isolate:ipc;"
            "isolate:pid;leak:allow;grace:0.5;threads:4;"
            "timeout:2.5;timeout:100000;fixture:server;group:orders;"
            "flaky:1;flaky:3;slow");
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
  static std::deque<pt::mark_declaration> declarations;
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

TEST_F(marks, take_names_of_100_characters) {
  constexpr pt::marker longest = pt::lock(
      "0123456789012345678901234567890123456789012345678901234567890123456789"
      "012345678901234567890123ABC._-");
  EXPECT_EQ(std::string(longest.argument).size(), 100U);
}

TEST(marks_macro, names_suite_test_and_place) {
  EXPECT_EQ(declared_markers("marks_macro", "names_suite_test_and_place"),
            "timeout:60;unit");
}
PARALLEL_TESTING_MARK(marks_macro, names_suite_test_and_place, pt::timeout(60),
                      pt::label("unit"));

TEST(marks_macro, marks_suites) {
  EXPECT_EQ(declared_markers("marks_macro", nullptr), "fast");
}
PARALLEL_TESTING_MARK_SUITE(marks_macro, pt::label("fast"));

}  // namespace
