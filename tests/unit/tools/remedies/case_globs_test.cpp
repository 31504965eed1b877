// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/case_globs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

discovered_case case_of(const std::string& name,
                        const std::string& shown = "") {
  discovered_case result;
  result.name = name;
  result.selector = name;
  result.shown_name = shown.empty() ? name : shown;
  return result;
}

class case_globs_test : public ::testing::Test {
 protected:
  void SetUp() override {
    known.targets.emplace_back();
    known.targets[0].executable = suite.test(a).executable;
    select("p.Orders.A*", "Orders.A*");
  }

  void select(const std::string& name, const std::string& selector) {
    suite.test(a).name = name;
    suite.test(a).record.head.command = {suite.test(a).executable,
                                         "--gtest_filter=" + selector};
  }

  [[nodiscard]] std::vector<std::string> globs() {
    add_globs(suite.of, known);
    return suite.test(a).globs;
  }

  suite_with_findings suite;
  std::size_t a = suite.add("p.Orders.A*");
  discovery known;
};

TEST_F(case_globs_test, a_case_has_no_prefix) {
  known.targets[0].cases = {case_of("Orders.B"), case_of("Orders.A*")};
  EXPECT_THAT(globs(), ElementsAre(R"(Orders.A\*)"));
}

TEST_F(case_globs_test, a_case_has_the_name_that_ctest_shows) {
  known.targets[0].cases = {case_of("In/P.x/0", "In/P.x/eur")};
  select("In/P.x/eur", "In/P.x/0");
  EXPECT_THAT(globs(), ElementsAre("In/P.x/eur"));
}

TEST_F(case_globs_test, an_ambiguous_case_takes_all_instances) {
  known.targets[0].cases = {case_of("In/P.x/0", "In/P.x/1"),
                            case_of("In/P.x/1", "In/P.x/2"),
                            case_of("In/P.x/2", "In/P.x/7")};
  select("In/P.x/1", "In/P.x/0");
  EXPECT_THAT(globs(), ElementsAre("In/P.x/*"));
  select("In/P.x/7", "In/P.x/2");
  EXPECT_THAT(globs(), ElementsAre("In/P.x/7"));
}

TEST_F(case_globs_test, a_unit_has_the_globs_of_its_cases) {
  known.targets[0].units_file = "shop_test-1_units.txt";
  known.targets[0].units = {{"@0+40", {case_of("O.A"), case_of("O.B")}}};
  select("O", "@0+40:/elsewhere/shop_test-1_units.txt");
  EXPECT_THAT(globs(), ElementsAre("O.A", "O.B"));
}

TEST_F(case_globs_test, a_target_may_have_no_adapter) {
  known.targets[0].cases = {case_of("Orders.A*")};
  EXPECT_EQ(globs().size(), 1U);
  EXPECT_TRUE(suite.test(a).has_adapter);
  known.targets[0].has_adapter = false;
  EXPECT_EQ(globs().size(), 1U);
  EXPECT_FALSE(suite.test(a).has_adapter);
}

TEST_F(case_globs_test, other_tests_have_none) {
  known.targets[0].cases = {case_of("Orders.A*")};
  suite.test(a).target = "";
  EXPECT_THAT(globs(), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
