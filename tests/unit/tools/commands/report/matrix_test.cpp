// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/json.hpp"

namespace parallel_testing::report_command {
namespace {

using nlohmann::ordered_json;

/// As many tests as asked for, which all write each of the files.
known_sharing suite_of(std::size_t tests, std::size_t files) {
  known_sharing known;
  std::vector<std::size_t> all;
  for (std::size_t at = 0; at < tests; ++at) {
    tools::watched_test test;
    test.name = "t" + std::to_string(at);
    known.of.tests.push_back(test);
    all.push_back(at);
  }
  tools::shared_resource file;
  file.name = "/tmp/x";
  file.roles = {{{observed::use::write}, false, "writes /tmp/x", all}};
  file.conflicts = {
      {0, 0, tools::relation::dependence, tools::strength::weak, "order"}};
  known.found.shared.assign(files, file);
  return known;
}

TEST(matrix, has_tests_resources_roles_and_conflicts) {
  known_sharing known = suite_of(2, 1);
  known.of.start_ns = 5'000'000;
  EXPECT_EQ(matrix_of(known), ordered_json::parse(R"({
    "start_ms": 5, "watched": 2, "tests": ["t0", "t1"],
    "resources": [["/tmp/x", "files", "weak",
                   [["writes /tmp/x", 0, 2, [0, 1]]],
                   [[0, 0, "weak", "dependence", "order"]], []]],
    "more_tests": 0, "more_resources": 0})"));
}

TEST(matrix, has_tests_with_the_most_resources_first_and_no_others) {
  known_sharing known = suite_of(3, 2);
  known.found.shared[0].roles[0].tests = {0, 2};
  known.found.shared[1].roles[0].tests = {2};
  EXPECT_EQ(matrix_of(known).at("tests"), ordered_json({"t2", "t0"}));
}

TEST(matrix, is_cut_with_the_numbers_of_what_is_left_out) {
  const ordered_json cut =
      matrix_of(suite_of(most_matrix_tests + 7, most_matrix_resources + 3));
  EXPECT_EQ(cut.at("tests").size(), most_matrix_tests);
  EXPECT_EQ(cut.at("resources").size(), most_matrix_resources);
  EXPECT_EQ(cut.at("more_tests"), 7);
  EXPECT_EQ(cut.at("more_resources"), 3);
  const ordered_json& role = cut.at("resources").at(0).at(3).at(0);
  EXPECT_EQ(role.at(2), most_matrix_tests + 7);
  EXPECT_EQ(role.at(3).size(), most_matrix_tests);
}

}  // namespace
}  // namespace parallel_testing::report_command
