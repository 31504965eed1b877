// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "division/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace parallel_testing::division {
namespace {

using testing::ElementsAre;

constexpr method all_methods[] = {method::time, method::hash, method::slice};

/// Tests with times that stay where they are.
class suite {
 public:
  tools::listed_test& add(const std::string& name,
                          std::optional<std::int64_t> ms = {}) {
    tests_.push_back(std::make_unique<tools::listed_test>());
    tests_.back()->name = name;
    timed_.push_back({tests_.back().get(), ms});
    return *tests_.back();
  }

  [[nodiscard]] const std::vector<timed_test>& timed() const { return timed_; }

 private:
  std::vector<std::unique_ptr<tools::listed_test>> tests_;
  std::vector<timed_test> timed_;
};

std::vector<std::vector<std::size_t>> tests_of(const std::vector<shard>& all) {
  std::vector<std::vector<std::size_t>> result;
  for (const shard& each : all) result.push_back(each.tests);
  return result;
}

bool has_role(const tools::listed_test& test) {
  return !test.items("FIXTURES_SETUP").empty() ||
         !test.items("FIXTURES_CLEANUP").empty();
}

/// Up to 60 tests with random times, fixtures and dependencies.
suite random_suite(std::mt19937& random) {
  const auto chance = [&](unsigned percent) {
    return random() % 100 < percent;
  };
  const auto fixture = [&] { return "f" + std::to_string(random() % 4); };
  suite made;
  const std::size_t count = random() % 60;
  for (std::size_t at = 0; at < count; ++at) {
    const std::string name = "t" + std::to_string(chance(5) ? 0 : at);
    tools::listed_test& test = made.add(name);
    if (chance(10)) test.properties["FIXTURES_SETUP"] = {fixture()};
    if (chance(10)) test.properties["FIXTURES_CLEANUP"] = {fixture()};
    if (chance(30)) test.properties["FIXTURES_REQUIRED"] = {fixture()};
    if (chance(10)) {
      test.properties["DEPENDS"] = {"t" + std::to_string(random() % count)};
    }
  }
  return made;
}

std::vector<timed_test> with_times(const suite& from, std::mt19937& random) {
  std::vector<timed_test> timed = from.timed();
  for (timed_test& each : timed) {
    if (random() % 3 != 0) {
      each.ms = static_cast<std::int64_t>(random() % 5000);
    }
  }
  return timed;
}

TEST(shards, C67_are_disjoint_and_complete_with_and_without_times) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const suite from = random_suite(random);
    const auto timed = round % 2 == 0 ? from.timed() : with_times(from, random);
    for (const method how : all_methods) {
      for (std::size_t count = 1; count <= 8; ++count) {
        std::vector<int> seen(timed.size());
        for (const shard& each : plan_shards(timed, count, how)) {
          for (const std::size_t test : each.tests) ++seen[test];
        }
        for (std::size_t at = 0; at < timed.size(); ++at) {
          EXPECT_GE(seen[at], 1) << at << " is lost, round " << round;
          if (!has_role(*timed[at].test)) {
            EXPECT_EQ(seen[at], 1) << at << " is twice, round " << round;
          }
        }
      }
    }
  }
}

/// Whether `test` directly brings along `part`.
bool brings(const tools::listed_test& test, const tools::listed_test& part) {
  const auto has = [](const std::vector<std::string>& items,
                      const std::string& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
  };
  for (const char* role : {"FIXTURES_SETUP", "FIXTURES_CLEANUP"}) {
    for (const std::string& fixture : part.items(role)) {
      if (has(test.items("FIXTURES_REQUIRED"), fixture)) return true;
    }
  }
  return has_role(part) && has(test.items("DEPENDS"), part.name);
}

/// Whether `part` comes along wherever `test` is.
bool comes_with(const std::vector<timed_test>& all, std::size_t test,
                std::size_t part) {
  std::set<std::size_t> seen{test};
  std::vector<std::size_t> open{test};
  while (!open.empty()) {
    const tools::listed_test& from = *all[open.back()].test;
    open.pop_back();
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (brings(from, *all[at].test) && seen.insert(at).second) {
        open.push_back(at);
      }
    }
  }
  return test != part && seen.contains(part);
}

TEST(shards, C67_have_all_fixtures_and_dependencies_of_their_tests) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const suite from = random_suite(random);
    const auto timed = with_times(from, random);
    for (const method how : all_methods) {
      for (const shard& each : plan_shards(timed, 3, how)) {
        const std::set<std::size_t> in(each.tests.begin(), each.tests.end());
        for (const std::size_t at : in) {
          for (std::size_t other = 0; other < timed.size(); ++other) {
            const tools::listed_test& test = *timed[at].test;
            const tools::listed_test& before = *timed[other].test;
            for (const auto& fixture : test.items("FIXTURES_REQUIRED")) {
              for (const char* role : {"FIXTURES_SETUP", "FIXTURES_CLEANUP"}) {
                const auto& of = before.items(role);
                if (std::find(of.begin(), of.end(), fixture) != of.end()) {
                  EXPECT_TRUE(in.contains(other)) << at << " needs " << other;
                }
              }
            }
            const auto& names = test.items("DEPENDS");
            // A clean-up does not bring along the other tests of its fixture.
            if (std::find(names.begin(), names.end(), before.name) !=
                    names.end() &&
                (has_role(before) || !comes_with(timed, other, at))) {
              EXPECT_TRUE(in.contains(other)) << at << " comes after " << other;
            }
          }
        }
      }
    }
  }
}

TEST(shards, C67_have_what_a_fixture_depends_on) {
  suite all;
  all.add("generate");
  all.add("start").properties["FIXTURES_SETUP"] = {"server"};
  tools::listed_test& load = all.add("load");
  load.properties["FIXTURES_SETUP"] = {"data"};
  load.properties["DEPENDS"] = {"generate"};
  all.add("reads").properties["FIXTURES_REQUIRED"] = {"data"};
  all.add("asks").properties["DEPENDS"] = {"start"};
  for (const method how : all_methods) {
    for (std::size_t count = 2; count <= 4; ++count) {
      for (const auto& tests : tests_of(plan_shards(all.timed(), count, how))) {
        const std::set<std::size_t> in(tests.begin(), tests.end());
        EXPECT_EQ(in.contains(3), in.contains(0));
        EXPECT_EQ(in.contains(3), in.contains(2));
        EXPECT_EQ(in.contains(4), in.contains(1));
      }
    }
  }
}

TEST(shards, C67_clean_ups_that_depend_on_their_tests_tie_nothing) {
  suite all;
  for (const char* name : {"a", "b", "c"}) {
    all.add(name, 10).properties["FIXTURES_REQUIRED"] = {"f"};
  }
  tools::listed_test& clean_up = all.add("clean up", 1);
  clean_up.properties["FIXTURES_CLEANUP"] = {"f"};
  clean_up.properties["DEPENDS"] = {"a", "b", "c"};
  EXPECT_THAT(
      tests_of(plan_shards(all.timed(), 3, method::time)),
      ElementsAre(ElementsAre(0, 3), ElementsAre(1, 3), ElementsAre(2, 3)));
}

TEST(shards, C67_have_no_fixture_that_none_of_their_tests_needs) {
  suite all;
  all.add("set up", 500).properties["FIXTURES_SETUP"] = {"f"};
  all.add("clean up", 500).properties["FIXTURES_CLEANUP"] = {"f"};
  all.add("test", 10).properties["FIXTURES_REQUIRED"] = {"f"};
  for (const method how : all_methods) {
    for (const auto& tests : tests_of(plan_shards(all.timed(), 3, how))) {
      EXPECT_THAT(tests, testing::AnyOf(ElementsAre(), ElementsAre(0, 1, 2)));
    }
  }
}

TEST(shards, C67_are_the_same_for_the_same_history) {
  std::mt19937 random(3);
  const suite from = random_suite(random);
  const auto timed = with_times(from, random);
  for (const method how : all_methods) {
    EXPECT_EQ(tests_of(plan_shards(timed, 4, how)),
              tests_of(plan_shards(timed, 4, how)));
  }
}

TEST(shards, C67_may_be_empty) {
  suite one;
  one.add("a", 5);
  for (const method how : all_methods) {
    const auto shards = plan_shards(one.timed(), 3, how);
    EXPECT_EQ(shards.size(), 3U);
    EXPECT_EQ(plan_shards({}, 2, how).size(), 2U);
  }
}

TEST(shards, by_time_take_about_the_same_time) {
  suite all;
  for (const int ms : {900, 100, 500, 400, 300, 200}) {
    all.add("t" + std::to_string(ms), ms);
  }
  const auto shards = plan_shards(all.timed(), 2, method::time);
  EXPECT_THAT(tests_of(shards),
              ElementsAre(ElementsAre(0, 4), ElementsAre(1, 2, 3, 5)));
  EXPECT_EQ(shards[0].forecast_ms, 1200);
  EXPECT_EQ(shards[1].forecast_ms, 1200);
  EXPECT_EQ(shards[0].longest_ms, 900);
}

TEST(shards, C68_a_test_that_never_ran_counts_as_the_average) {
  suite all;
  all.add("a", 400);
  all.add("b", 200);
  all.add("new");
  const auto shards = plan_shards(all.timed(), 1, method::time);
  EXPECT_EQ(shards[0].forecast_ms, 900);
}

TEST(shards, C68_without_any_times_all_tests_count_the_same) {
  suite all;
  for (int at = 0; at < 6; ++at) all.add("t" + std::to_string(at));
  const auto shards = plan_shards(all.timed(), 3, method::time);
  EXPECT_THAT(
      tests_of(shards),
      ElementsAre(ElementsAre(0, 3), ElementsAre(1, 4), ElementsAre(2, 5)));
}

TEST(shards, by_hash_do_not_move_other_tests_when_one_is_new) {
  suite before;
  suite after;
  after.add("new one");
  for (int at = 0; at < 50; ++at) {
    before.add("t" + std::to_string(at));
    after.add("t" + std::to_string(at));
  }
  const auto shard_of = [](const suite& from, const std::string& name) {
    const auto shards = plan_shards(from.timed(), 4, method::hash);
    for (std::size_t at = 0; at < shards.size(); ++at) {
      for (const std::size_t test : shards[at].tests) {
        if (from.timed()[test].test->name == name) return at;
      }
    }
    return shards.size();
  };
  for (int at = 0; at < 50; ++at) {
    const std::string name = "t" + std::to_string(at);
    EXPECT_EQ(shard_of(before, name), shard_of(after, name));
  }
}

TEST(shards, by_hash_are_the_same_everywhere_and_for_ever) {
  // FNV-1a of the name, of 64 bits, modulo the number of shards.
  suite all;
  for (const char* name : {"Orders.Migrate", "Orders.Export", "a", "\u00e9"}) {
    all.add(name);
  }
  EXPECT_THAT(
      tests_of(plan_shards(all.timed(), 7, method::hash)),
      ElementsAre(ElementsAre(), ElementsAre(), ElementsAre(3), ElementsAre(),
                  ElementsAre(1), ElementsAre(2), ElementsAre(0)));
}

TEST(shards, by_slice_take_every_nth_test) {
  suite all;
  for (int at = 0; at < 5; ++at) all.add("t" + std::to_string(at));
  EXPECT_THAT(tests_of(plan_shards(all.timed(), 2, method::slice)),
              ElementsAre(ElementsAre(0, 2, 4), ElementsAre(1, 3)));
}

TEST(shards, by_time_put_tests_where_their_fixture_is) {
  suite all;
  all.add("set up", 1000).properties["FIXTURES_SETUP"] = {"f"};
  for (int at = 0; at < 4; ++at) {
    all.add("t" + std::to_string(at), 100).properties["FIXTURES_REQUIRED"] = {
        "f"};
  }
  const auto shards = plan_shards(all.timed(), 2, method::time);
  EXPECT_EQ(shards[0].forecast_ms, 1200);
  EXPECT_EQ(shards[1].forecast_ms, 1200);
  EXPECT_THAT(tests_of(shards),
              ElementsAre(ElementsAre(0, 1, 3), ElementsAre(0, 2, 4)));
}

}  // namespace
}  // namespace parallel_testing::division
