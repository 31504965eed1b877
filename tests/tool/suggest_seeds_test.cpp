// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `parallel-testing suggest` on the seeded suite: it finds each true pair, and
// none of the traps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <parallel_testing/gtest.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "seed_table.hpp"
#include "seeded_suite.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using testing::IsEmpty;

const std::vector<seed_group>& table() {
  static const std::vector<seed_group> groups = read_seed_table(SEED_TABLE);
  return groups;
}

/// The result of `suggest --format json`.
struct suggested {
  int exit_code = -1;
  json root;
};

suggested suggest(const seeded_suite& suite,
                  const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{TESTED_TOOL, "suggest", suite.build(),
                                     "--format", "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const support::finished_process ended = suite.run(arguments);
  const std::size_t start = ended.output.find("{\n");
  if (start == std::string::npos) throw std::runtime_error(ended.output);
  return {ended.exit_code, json::parse(ended.output.substr(
                               start, ended.output.rfind("}\n") + 1 - start))};
}

/// What the tool reports about two tests.
struct found_pair {
  seed_truth truth;
  std::string evidence;
};

using found_pairs = std::multimap<name_pair, found_pair>;

found_pairs pairs_in(const json& root) {
  found_pairs result;
  for (const json& resource : root.at("resources")) {
    EXPECT_EQ(resource.at("pairs").at("omitted"), 0);
    for (const json& pair : resource.at("pairs").at("listed")) {
      name_pair names(pair.at("tests").at(0), pair.at("tests").at(1));
      if (names.second < names.first) std::swap(names.first, names.second);
      result.emplace(names,
                     found_pair{{resource.at("category"), pair.at("relation"),
                                 pair.at("strength"), resource.at("name")},
                                resource.at("conflicts")
                                    .at(pair.at("conflict").get<std::size_t>())
                                    .at("evidence")});
    }
  }
  return result;
}

std::string shown(const name_pair& names) {
  return names.first + " and " + names.second;
}

bool agrees(const seed_truth& found, const seed_truth& truth,
            const std::string& resource) {
  return found.kind == truth.kind && found.how == truth.how &&
         found.rank == truth.rank && found.resource.ends_with(resource);
}

/// A line for each difference between the table and what was found.
std::string differences(const seeded_suite& suite, found_pairs found) {
  std::string lines;
  for (const seed_group& group : table()) {
    const std::string resource = suite.expanded(group.truth.resource);
    for (const name_pair& names : group.pairs) {
      const auto [first, last] = found.equal_range(names);
      if (first == last) lines += "missed: " + shown(names) + "\n";
      // A second finding about one pair is as false as one about a trap.
      for (auto each = first; each != last; ++each) {
        const seed_truth& truth = each->second.truth;
        if (!agrees(truth, group.truth, resource)) {
          lines += "different: " + shown(names) + ": " + truth.kind + " " +
                   truth.how + " " + truth.rank + " " + truth.resource + "\n";
        }
      }
      found.erase(first, last);
    }
  }
  for (const auto& [names, each] : found) {
    lines += "false: " + shown(names) + ": " + each.evidence + "\n";
  }
  return lines;
}

std::vector<seed_group> traps() {
  std::vector<seed_group> result;
  std::copy_if(table().begin(), table().end(), std::back_inserter(result),
               [](const seed_group& group) { return !group.trap.empty(); });
  return result;
}

TEST(suggest_seeds, C93_table_has_pairs_of_each_category_and_traps) {
  std::size_t tests = 0;
  std::map<std::string, std::size_t> pairs{{"all", 0}};
  for (const seed_group& group : table()) {
    tests += group.tests.size();
    if (!group.trap.empty()) continue;
    pairs["all"] += group.pairs.size();
    pairs[group.truth.kind] += group.pairs.size();
  }
  EXPECT_GE(tests, 120U);
  EXPECT_GE(pairs["all"], 40U);
  EXPECT_GE(traps().size(), 40U);
  for (const char* category :
       {"files", "ports", "global_state", "database", "other"}) {
    EXPECT_GE(pairs[category], 1U) << category;
  }
}

TEST(suggest_seeds, C93_each_pair_is_found_and_no_trap) {
  const seeded_suite suite(table());
  const suggested found = suggest(suite);
  EXPECT_EQ(found.exit_code, 1);
  for (const json& test : found.root.at("tests")) {
    EXPECT_EQ(test.at("outcome"), "pass") << test.dump(2);
    EXPECT_EQ(test.at("complete"), true) << test.dump(2);
  }
  EXPECT_EQ(differences(suite, pairs_in(found.root)), "");
}

TEST(suggest_seeds, C93_traps_alone_get_nothing_suggested) {
  const seeded_suite suite(traps());
  const suggested found = suggest(suite);
  EXPECT_EQ(found.exit_code, 0);
  EXPECT_EQ(found.root.at("outcome"), "pass");
  EXPECT_THAT(found.root.at("resources"), IsEmpty());
  EXPECT_THAT(found.root.at("suggestions"), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tool_test
