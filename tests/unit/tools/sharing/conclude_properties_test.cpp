// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What holds for all observations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::chance;
using observed::resource_kind;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

/// Anything, also what no watcher writes.
class random_suite {
 public:
  explicit random_suite(unsigned seed) : source_(seed) {}

  forged_suite make() {
    forged_suite suite;
    const std::size_t tests = below(9);
    for (std::size_t at = 0; at < tests; ++at) {
      forged_test test = suite.test("T" + std::to_string(at));
      const std::size_t resources = below(12);
      for (std::size_t each = 0; each < resources; ++each) {
        add(test);
      }
      set_properties(*test);
    }
    return suite;
  }

 private:
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(source_);
  }

  template <class Enum>
  Enum any() {
    return static_cast<Enum>(below(events::texts<Enum>.size()));
  }

  void add(forged_test& test) {
    static constexpr const char* names[] = {"",
                                            "/",
                                            "//",
                                            "/tmp",
                                            "/tmp/d",
                                            "/tmp/d/",
                                            "/tmp/d/x",
                                            "/tmp/d/x/y",
                                            "/tmp/x",
                                            "relative",
                                            "/tmp/x.lock",
                                            "/tmp/x-journal",
                                            "/tmp/.s.PGSQL.5432",
                                            "unix:@s",
                                            "tcp:127.0.0.1:5432",
                                            "process:all",
                                            "process:/bin/x",
                                            "clock",
                                            "/dev/shm/x",
                                            "mqueue:/x",
                                            "/tmp/d/\xff"};
    static constexpr const char* addresses[] = {
        "", "0.0.0.0", "::", "127.0.0.1", "::1", "::ffff:127.0.0.1", "x%"};
    observed::resource what;
    what.kind = any<resource_kind>();
    what.canonical = names[below(std::size(names))];
    what.where = any<observed::place>();
    what.meeting = any<chance>();
    what.seen_by = below(5) == 0 ? observed::scope::own_namespace
                                 : observed::scope::machine;
    what.protocol = below(3) == 0 ? "udp" : "tcp";
    what.address = addresses[below(std::size(addresses))];
    what.port = below(2) == 0 ? 5432 : static_cast<std::int64_t>(below(3));
    what.folded = below(6) == 0 ? 9 : 0;
    what.at_end = any<state>();
    what.as_used = below(2) == 0 ? "1" : "x";
    forged_uses uses({});
    const std::size_t count = below(5);
    for (std::size_t at = 0; at < count; ++at) {
      uses.all.push_back({any<use>(), any<state>(),
                          static_cast<std::int64_t>(below(3)),
                          static_cast<std::int64_t>(below(2))});
    }
    test.uses(what, uses);
  }

  void set_properties(watched_test& test) {
    static constexpr const char* names[] = {"T0", "T1", "T2", "T3", "f", "g"};
    const auto name = [&] { return std::string(names[below(6)]); };
    for (auto* const list : {&test.locks, &test.depends, &test.fixtures_setup,
                             &test.fixtures_required, &test.fixtures_cleanup}) {
      if (below(8) == 0) {
        list->push_back(name());
      }
    }
    if (below(8) == 0) {
      test.markers.push_back("lock:" + name() + ":shared");
    }
    test.runs_serial = below(20) == 0;
    if (below(6) == 0) {
      test.record.last.reset();
    }
  }

  std::mt19937 source_;
};

/// Each pair once for each resource, by names.
std::set<std::string> facts_of(const observation& of) {
  std::set<std::string> result;
  for (const shared_resource& each : conclude(of).shared) {
    for_each_pair(of, each, [&](const conflict_pair& pair) {
      std::string first = of.tests[pair.first].name;
      std::string second = of.tests[pair.second].name;
      if (second < first) {
        std::swap(first, second);
      }
      result.insert(first + " " + second + " " + each.name + " " +
                    std::to_string(static_cast<int>(each.kind)) + " " +
                    std::to_string(static_cast<int>(pair.rank)));
    });
  }
  return result;
}

void expect_is_consistent(const observation& of, const sharing& found) {
  bool seen_weak = false;
  for (const shared_resource& each : found.shared) {
    EXPECT_FALSE(each.conflicts.empty());
    std::set<std::size_t> tests;
    for (const role& its : each.roles) {
      EXPECT_FALSE(its.tests.empty());
      EXPECT_FALSE(its.evidence.empty());
      EXPECT_TRUE(std::is_sorted(its.tests.begin(), its.tests.end()));
      for (const std::size_t test : its.tests) {
        EXPECT_TRUE(tests.insert(test).second) << "a test with two roles";
      }
    }
    bool is_strong = false;
    std::set<std::size_t> seen;
    for (const role_conflict& its : each.conflicts) {
      ASSERT_LT(its.first, each.roles.size());
      ASSERT_LT(its.second, each.roles.size());
      EXPECT_FALSE(its.evidence.empty());
      is_strong = is_strong || its.rank == strength::strong;
    }
    EXPECT_FALSE(is_strong && seen_weak) << "weak before strong";
    seen_weak = seen_weak || !is_strong;
    for_each_pair(of, each, [&](const conflict_pair& pair) {
      EXPECT_LT(pair.first, pair.second);
      EXPECT_LT(pair.second, of.tests.size());
      seen.insert(pair.conflict);
    });
    EXPECT_EQ(seen.size(), each.conflicts.size()) << "a conflict without pairs";
  }
}

TEST(conclude_properties, C93_every_record_gives_consistent_conclusions) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    const forged_suite suite = random_suite(seed).make();
    expect_is_consistent(suite.of, conclude(suite.of));
    if (testing::Test::HasFailure()) {
      return;
    }
  }
}

TEST(conclude_properties, C93_order_of_resources_and_their_ids_do_not_matter) {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(seed);
    forged_suite suite = random_suite(seed).make();
    const std::set<std::string> before = facts_of(suite.of);
    std::mt19937 source(seed);
    for (watched_test& each : suite.of.tests) {
      auto& resources = each.record.resources;
      // A record has each name once.
      std::set<std::string> names;
      const bool is_usual =
          std::all_of(resources.begin(), resources.end(), [&](const auto& its) {
            return names.insert(its.what.canonical).second;
          });
      if (is_usual) {
        std::shuffle(resources.begin(), resources.end(), source);
      }
      for (touched_resource& its : resources) {
        its.what.id += 7;
      }
    }
    ASSERT_EQ(facts_of(suite.of), before);
  }
}

// What one test left for another depends on the order.
TEST(conclude_properties, C93_order_of_tests_decides_about_dependence_only) {
  forged_suite suite;
  suite.test("A")
      .file("/tmp/x", writes_again)
      .port("tcp", "::", 80, {use::bind});
  suite.test("B").file("/tmp/x", reads).directory("/tmp", lists);
  suite.test("C").file("/tmp/y", writes_new + removes);
  suite.test("D").port("tcp", "127.0.0.1", 80, {use::connect});
  suite.test("E").file("/tmp/x", appends).file("/tmp/y", finds_nothing);
  const std::set<std::string> before = facts_of(suite.of);
  EXPECT_EQ(before.size(), 6U);
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  while (std::next_permutation(order.begin(), order.end())) {
    observation other = suite.of;
    for (std::size_t at = 0; at < order.size(); ++at) {
      other.tests[at] = suite.of.tests[order[at]];
    }
    ASSERT_EQ(facts_of(other), before);
  }
}

TEST(conclude_properties, C93_tests_that_share_nothing_get_nothing) {
  forged_suite suite;
  EXPECT_THAT(conclude(suite.of).shared, IsEmpty());
  for (int at = 0; at < 50; ++at) {
    const std::string own = "/b/tests/" + std::to_string(at);
    suite.test(own)
        .file("/etc/ld.so.cache", reads)
        .file("/etc/ld.so.preload", finds_nothing)
        .file("/usr/lib/libc.so.6", reads)
        .file("/b/tests/program", {{use::exec}, reads})
        .directory(own, {makes_directory, lists, removes_directory})
        .file(own + "/x", writes_new + removes);
  }
  const sharing found = conclude(suite.of);
  EXPECT_THAT(found.shared, IsEmpty());
  EXPECT_THAT(found.alone, IsEmpty());
  EXPECT_THAT(found.uncertain, IsEmpty());
  EXPECT_FALSE(found.has_strong());
}

TEST(conclude_properties, C93_tests_about_which_nothing_is_certain_are_listed) {
  forged_suite suite;
  suite.test("passed");
  suite.test("failed")->outcome = verdict::fail;
  suite.test("not run")->outcome = verdict::not_run;
  suite.test("cut off")->record.last.reset();
  EXPECT_THAT(conclude(suite.of).uncertain, ElementsAre(1, 2, 3));
}

TEST(conclude_properties, C93_resources_with_strong_conflicts_come_first) {
  forged_suite suite;
  for (const char* name : {"A", "B", "C"}) {
    suite.test(name).file("/tmp/log", appends);
  }
  suite.test("D").file("/tmp/x", writes_again).file("/tmp/y", writes_again);
  suite.test("E").file("/tmp/x", writes_again).file("/tmp/y", writes_again);
  suite.test("F").file("/tmp/y", writes_again);
  std::vector<std::string> names;
  for (const shared_resource& each : conclude(suite.of).shared) {
    names.push_back(each.name);
  }
  EXPECT_THAT(names, ElementsAre("/tmp/y", "/tmp/x", "/tmp/log"));
}

TEST(conclude_properties, C93_roles_state_who_may_run_side_by_side) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", reads);
  suite.test("B").file("/tmp/x", reads);
  suite.test("C").file("/tmp/x", writes_again);
  suite.test("D").directory("/tmp/d", lists);
  suite.test("E").file("/tmp/d/y", writes_new + removes);
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 2U);
  const std::vector<role>& of_file = found.shared[0].roles;
  ASSERT_EQ(of_file.size(), 2U);
  EXPECT_THAT(of_file[0].tests, ElementsAre(0, 1));
  EXPECT_THAT(of_file[0].uses, ElementsAre(use::read));
  EXPECT_TRUE(of_file[0].only_reads);
  EXPECT_EQ(of_file[0].evidence, "reads /tmp/x");
  EXPECT_FALSE(of_file[1].only_reads);
  // Two tests that create names do not collide, but do with one that lists.
  const std::vector<role>& of_directory = found.shared[1].roles;
  ASSERT_EQ(of_directory.size(), 2U);
  EXPECT_TRUE(of_directory[0].only_reads);
  EXPECT_FALSE(of_directory[1].only_reads);
}

// Pairs would be fifty million.
TEST(conclude_properties, C93_ten_thousand_tests_with_one_file_have_few_roles) {
  forged_suite suite;
  for (int at = 0; at < 10000; ++at) {
    forged_test test = suite.test("T" + std::to_string(at));
    test.file("/tmp/x",
              at % 2 == 0 ? forged_uses(writes_again) : forged_uses(reads))
        .directory("/tmp/d", lists)
        .file("/tmp/d/" + std::to_string(at), writes_new + removes)
        .port("tcp", "127.0.0.1", 80, {use::bind});
    test->fixtures_required = {"f"};
  }
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 3U);
  for (const shared_resource& each : found.shared) {
    EXPECT_LE(each.roles.size(), 2U);
  }
}

TEST(conclude_properties, C93_ten_thousand_tests_with_one_lock_have_no_pair) {
  forged_suite suite;
  for (int at = 0; at < 10000; ++at) {
    forged_test test = suite.test("T" + std::to_string(at));
    test.file("/tmp/x", writes_again);
    test->locks = {"x"};
  }
  EXPECT_THAT(conclude(suite.of).shared, IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
