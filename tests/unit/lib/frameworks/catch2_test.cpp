// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frameworks/asked_program.hpp"

namespace parallel_testing {
namespace {

using adapter::framework;
using testing::ElementsAre;
using testing::Optional;

TEST(catch2_listing, is_read_after_what_the_program_prints) {
  asked_program program;
  program.facts.version = "3.4.0";
  program.facts.spec = {"~[.]"};
  program.prints("--list-tests", R"(hello
<?xml version="1.0" encoding="UTF-8"?>
<MatchingTests>
  <TestCase>
    <Name>a, b &lt; c</Name>
    <ClassName/>
    <Tags>[slow]</Tags>
  </TestCase>
  <TestCase>
    <Name>d</Name>
  </TestCase>
</MatchingTests>)");
  EXPECT_THAT(program.list(framework::catch2),
              Optional(ElementsAre("a, b < c", "d")));
  EXPECT_EQ(program.asked, "~[.] --list-tests --reporter xml");
  program.prints("--list-tests", "no such option");
  EXPECT_EQ(program.list(framework::catch2), std::nullopt);
}

listed_cases listed_by_version_2(const std::string& names,
                                 const std::string& listing) {
  return asked_program()
      .prints("--libidentify", "description: x\nversion:        2.13.10\n")
      .prints("--list-test-names-only", names)
      .prints("--list-tests", listing)
      .list(framework::catch2);
}

TEST(catch2_listing, of_version_2_is_as_long_as_it_declares) {
  EXPECT_THAT(listed_by_version_2("hello\none case\n  two\n",
                                  "All available test cases:\n  one case\n  "
                                  "two\n2 test cases\n\n"),
              Optional(ElementsAre("one case", "  two")));
  EXPECT_THAT(listed_by_version_2("hello\none\n",
                                  "Matching test cases:\n  one\n"
                                  "1 matching test case\n\n"),
              Optional(ElementsAre("one")));
  EXPECT_EQ(listed_by_version_2("one\n", "2 test cases\n"), std::nullopt);
}

TEST(catch2_cases, are_selected_by_their_names_with_signs_escaped) {
  const framework_rules& rules = catch2_rules();
  EXPECT_EQ(rules.argument_for("orders are exported"), "orders are exported");
  EXPECT_EQ(rules.argument_for("a, [b] \"c\" *\\"),
            "a\\, \\[b\\] \\\"c\\\" \\*\\\\");
  EXPECT_EQ(rules.argument_for("-x"), "\\-x");
  EXPECT_EQ(rules.argument_for("~ x"), "\"\\~ x\"");
  EXPECT_EQ(rules.argument_for("exclude:x"), "*exclude:x");
}

TEST(catch2_cases, of_one_name_are_listed_without_what_distinguishes_them) {
  const framework_rules& rules = catch2_rules();
  EXPECT_EQ(rules.name_in_listing("same [a]", "\"same\"[a]"), "same");
  EXPECT_EQ(rules.name_in_listing("a, b", "a\\, b"), "a, b");
  EXPECT_EQ(rules.as_compared("  Same "), "same");
}

}  // namespace
}  // namespace parallel_testing
