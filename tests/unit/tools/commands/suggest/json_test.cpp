// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "forged_report.hpp"
#include "support/golden.hpp"

namespace parallel_testing::suggest_command {
namespace {

using nlohmann::json;

json parsed(const forged& suite) {
  return json::parse(json_of(suite.as_report()));
}

TEST(suggest_json, has_everything) {
  support::expect_golden(SUGGEST_DATA "/report.json",
                         json_of(suite_with_findings().as_report()));
}

TEST(suggest_json, passes_without_strong_conflicts) {
  forged suite = suite_with_findings();
  EXPECT_EQ(parsed(suite).at("outcome"), "finding");
  for (tools::shared_resource& each : suite.found.shared) {
    for (tools::role_conflict& one : each.conflicts) {
      one.rank = tools::strength::weak;
    }
  }
  EXPECT_EQ(parsed(suite).at("outcome"), "pass");
}

TEST(suggest_json, gives_the_number_of_pairs_that_it_leaves_out) {
  const json pairs =
      parsed(suite_with_findings()).at("resources").at(0).at("pairs");
  EXPECT_EQ(pairs.at("strong"), 9);
  EXPECT_EQ(pairs.at("omitted"), 8);
  EXPECT_EQ(pairs.at("listed").at(0).at("tests"),
            json({"Store.Add", "Store.Clear"}));
}

TEST(suggest_json, has_the_proof_if_there_is_one) {
  const forged suite = suite_with_findings();
  EXPECT_FALSE(parsed(suite).contains("proof"));
  proof shown;
  shown.serial.seconds = 2;
  shown.serial.verdicts = {{"Store.Add", tools::verdict::pass},
                           {"Odd.Dies", tools::verdict::crash}};
  shown.rounds.resize(2);
  shown.rounds[0].seconds = 1;
  shown.rounds[1].seconds = 0.5;
  shown.failing = {"Odd.Dies"};
  const auto found = [&] {
    return json::parse(json_of(suite.as_report(), shown)).at("proof");
  };
  EXPECT_EQ(found(), json::parse(R"({
    "outcome": "pass", "tests": 2, "serial_s": 2.0, "rounds_s": [1.0, 0.5],
    "different": [], "failing": ["Odd.Dies"]})"));
  shown.unproven.push_back({"Store.Add", tools::verdict::pass, 1,
                            tools::verdict::fail, "of another cause"});
  EXPECT_EQ(found().at("outcome"), "finding");
  EXPECT_EQ(found().at("different"), json::parse(R"([{
    "test": "Store.Add", "serial": "pass", "parallel": "fail", "rounds": 1,
    "why": "of another cause"}])"));
}

TEST(suggest_json, has_the_marker_as_the_source_of_each_framework_has_it) {
  forged suite = suite_with_findings();
  suite.of.tests[5].framework = "doctest";
  suite.of.tests[6].framework = "boost_test";
  suite.plan.suggestions[1].marker = "lock:net";
  const json found = parsed(suite);
  EXPECT_EQ(found.at("tests").at(5).at("framework"), "doctest");
  EXPECT_EQ(found.at("suggestions").at(1).at("in_source"), json::parse(R"json([
    {"framework": "doctest",
     "text": "TEST_CASE(<name> * pt::mark(pt::lock(\"net\")))"},
    {"framework": "boost_test",
     "text": "BOOST_AUTO_TEST_CASE(<name>, *pt::mark(pt::lock(\"net\")))"}])json"));
}

TEST(suggest_json, replaces_bytes_that_are_not_text) {
  forged suite = suite_with_findings();
  suite.of.tests[0].name = "\xff";
  EXPECT_EQ(parsed(suite).at("tests").at(0).at("name"), "\xef\xbf\xbd");
}

}  // namespace
}  // namespace parallel_testing::suggest_command
