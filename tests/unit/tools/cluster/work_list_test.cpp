// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/work_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "base/record.hpp"

namespace parallel_testing::cluster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

std::vector<timed_group> groups_of(std::vector<std::int64_t> times) {
  std::vector<timed_group> groups;
  for (std::size_t at = 0; at < times.size(); ++at) {
    groups.push_back({{at}, times[at]});
  }
  return groups;
}

class listed_suite {
 public:
  tools::listed_test& add(const std::string& name, std::int64_t ms) {
    tests_.push_back(std::make_unique<tools::listed_test>());
    tests_.back()->name = name;
    timed_.push_back({tests_.back().get(), ms});
    numbers_.push_back(static_cast<int>(numbers_.size()) + 1);
    return *tests_.back();
  }
  [[nodiscard]] std::vector<unit> units(
      const std::vector<std::string>& nodes) const {
    return make_units(timed_, numbers_, nodes, {2, 1000, 10'000});
  }
  [[nodiscard]] std::vector<std::vector<std::size_t>> small_units(
      std::size_t workers) const {
    return cut_into_small_units(timed_, workers);
  }

 private:
  std::vector<std::unique_ptr<tools::listed_test>> tests_;
  std::vector<division::timed_test> timed_;
  std::vector<int> numbers_;
};

TEST(cut_into_units, takes_a_quarter_of_what_is_left_within_the_limits) {
  const auto units = cut_into_units(
      groups_of(std::vector<std::int64_t>(64, 500)), {2, 1000, 10'000});
  std::vector<std::size_t> sizes;
  for (const auto& each : units) {
    sizes.push_back(each.size());
  }
  EXPECT_THAT(sizes, ElementsAre(16, 12, 9, 7, 5, 4, 4, 4, 3));
}

TEST(cut_into_units, begins_with_the_longest_groups) {
  const auto units =
      cut_into_units(groups_of({10, 9000, 20, 3000}), {1, 1000, 2000});
  EXPECT_THAT(units, ElementsAre(ElementsAre(1), ElementsAre(3, 2, 0)));
}

TEST(cut_into_units, few_short_tests_are_one_unit) {
  EXPECT_THAT(cut_into_units(groups_of(std::vector<std::int64_t>(25, 100)),
                             {2, 1000, 10'000}),
              ElementsAre(SizeIs(25)));
  EXPECT_THAT(cut_into_units({}, {2, 1000, 10'000}), IsEmpty());
}

TEST(cut_into_units, a_unit_fits_into_the_arguments_of_ctest) {
  const auto units =
      cut_into_units(groups_of(std::vector<std::int64_t>(5000, 0)), {1, 1, 1});
  std::size_t sum = 0;
  for (const auto& each : units) {
    EXPECT_LE(each.size(), 2000U);
    sum += each.size();
  }
  EXPECT_EQ(sum, 5000U);
}

TEST(cut_into_small_units, C105_has_what_a_node_begins_at_once) {
  listed_suite suite;
  for (int at = 0; at < 7; ++at) {
    auto& test = suite.add("t" + std::to_string(at), 10);
    if (at == 0 || at == 4 || at == 6) {
      test.properties["LABELS"] = {"lock:db:cluster"};
    }
  }
  EXPECT_THAT(
      suite.small_units(2),
      ElementsAre(ElementsAre(0, 4, 6), ElementsAre(1, 2), ElementsAre(3, 5)));
}

TEST(make_units, contain_each_test_once) {
  listed_suite suite;
  for (int at = 0; at < 100; ++at) {
    suite.add("t" + std::to_string(at), 10 * at);
  }
  std::set<int> numbers;
  std::size_t count = 0;
  for (const unit& each : suite.units({"n1", "n2", "n3"})) {
    for (const auto& [number, name] : each.tests) {
      numbers.insert(number);
      EXPECT_EQ(name, "t" + std::to_string(number - 1));
      ++count;
    }
  }
  EXPECT_EQ(count, 100U);
  EXPECT_EQ(numbers.size(), 100U);
}

TEST(make_units, C106_a_cluster_lock_is_in_one_unit) {
  listed_suite suite;
  for (int at = 0; at < 40; ++at) {
    auto& test = suite.add("t" + std::to_string(at), 2000);
    if (at % 2 == 0) {
      test.properties["LABELS"] = {at % 4 == 0 ? "lock:db:cluster"
                                               : "lock:db:shared:cluster"};
    }
  }
  std::set<std::string> with_lock;
  for (const unit& each : suite.units({"n1", "n2", "n3", "n4"})) {
    for (const auto& test : each.tests) {
      if (test.first % 2 == 1) {
        with_lock.insert(each.id);
      }
    }
  }
  EXPECT_THAT(with_lock, SizeIs(1));
}

TEST(make_units, without_a_set_up_test_that_another_test_brings_along) {
  listed_suite suite;
  suite.add("set_up", 10).properties["FIXTURES_SETUP"] = {"f"};
  suite.add("a", 10).properties["FIXTURES_REQUIRED"] = {"f"};
  const auto units = suite.units({"n1"});
  ASSERT_THAT(units, SizeIs(1));
  EXPECT_THAT(units[0].tests, ElementsAre(testing::Pair(2, "a")));
}

TEST(claim_order, begins_with_the_own_list_and_takes_from_the_ends_of_others) {
  const std::vector<unit> units{{"1.1", "a", {}}, {"1.2", "a", {}},
                                {"1.3", "a", {}}, {"2.1", "b", {}},
                                {"2.2", "b", {}}, {"3.1", "c", {}}};
  EXPECT_THAT(claim_order(units, "b"), ElementsAre(3, 4, 2, 5, 1, 0));
}

TEST(may_claim, only_the_node_that_has_the_unit_to_itself) {
  const reserved_units reserved{{"1.1", "n1"}};
  EXPECT_TRUE(may_claim(reserved, "1.1", "n1"));
  EXPECT_FALSE(may_claim(reserved, "1.1", "n2"));
  EXPECT_TRUE(may_claim(reserved, "1.2", "n2"));
}

TEST(work_list, is_read_as_it_was_written) {
  work_list work;
  work.nodes = {"n1", "n2"};
  work.arguments = {"-j", "2", "--timeout", "a \"b\""};
  work.needs_outputs = true;
  work.leaves_when_idle = true;
  work.build = "/b";
  work.run_id = "r";
  work.start = 7;
  work.units = {{"1.1", "n1", {{3, "x;y"}, {4, "ü\n"}}}};
  work.reserved = {{"1.1", "n1"}};
  const work_list read = parse_work_list(to_text(work));
  EXPECT_EQ(read.nodes, work.nodes);
  EXPECT_EQ(read.arguments, work.arguments);
  EXPECT_TRUE(read.needs_outputs);
  EXPECT_TRUE(read.leaves_when_idle);
  EXPECT_EQ(read.run_id, "r");
  EXPECT_EQ(read.start, 7);
  ASSERT_THAT(read.units, SizeIs(1));
  EXPECT_EQ(read.units[0].tests, work.units[0].tests);
  EXPECT_EQ(read.reserved, work.reserved);
  EXPECT_THROW((void)parse_work_list("{}"), tools::record_error);
  EXPECT_THROW((void)parse_work_list("no"), tools::record_error);
}

}  // namespace
}  // namespace parallel_testing::cluster
