// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/registration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A suite of two cases that is registered as it should be.
class suite {
 public:
  suite() {
    target.target.call = "parallel_discover_tests(t)";
    target.target.executable = "/b/t";
    target.target.listing.framework = "googletest";
    target.listed.emplace();
    add("A.x");
    add("A.y");
    target.selects_one = true;
  }

  void add(const std::string& name) {
    target.target.cases.push_back({name, name, "", {}});
    target.listed->push_back(name);
    register_test(name, name);
  }

  void register_test(const std::string& name, const std::string& selector) {
    tests.push_back({});
    tests.back().name = name;
    tests.back().command = {"/b/t", "--gtest_filter=" + selector};
  }

  [[nodiscard]] check judge() const {
    return judge_registration(tests, {target});
  }

  /// The one problem there is, which has this remedy.
  [[nodiscard]] std::string problem(const std::string& remedy) const {
    const check result = judge();
    if (result.problems.size() != 1) {
      ADD_FAILURE() << result.problems.size() << " problems";
      return "";
    }
    EXPECT_THAT(result.problems[0].remedy, HasSubstr(remedy));
    return result.problems[0].text;
  }

  listed_target target;
  std::vector<tools::listed_test> tests;
};

TEST(registration, C81_cases_that_nothing_distinguishes_are_one_test) {
  suite right;
  right.add("A.z");
  right.target.target.cases.back().count = 2;
  right.target.listed->push_back("A.z");
  EXPECT_EQ(right.judge().how, standing::pass);
  right.target.listed->push_back("A.z");
  EXPECT_THAT(right.problem("build the target again"),
              HasSubstr("the program has 'A.z'"));
  suite confused;
  confused.target.target.listing.framework = "catch2";
  confused.add("CASE");
  confused.target.target.cases.back().count = 2;
  confused.target.listed->push_back("case ");
  for (tools::listed_test& test : confused.tests) {
    test.command = {"/b/t", test.name};
  }
  EXPECT_EQ(confused.judge().how, standing::pass);
}

TEST(registration, is_right_when_each_case_is_one_test) {
  const check result = suite().judge();
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.summary,
            "2 tests, 2 cases of 1 calls of parallel_discover_tests()");
}

TEST(registration, C81_of_catch2_cases_of_one_name_is_right) {
  suite all;
  all.target.target.listing.framework = "catch2";
  const std::pair<const char*, const char*> cases[] = {
      {"same [a]", R"("same"[a]~[b])"},
      {"same [b]", R"("same"[b]~[a])"},
      {"] and [", R"("\] and \[")"},
      {"a, \"b\" [x]", R"("a\, \"b\""[x])"}};
  for (const auto& [name, selector] : cases) {
    all.target.target.cases.push_back({name, selector, "", {}});
    all.register_test(name, "");
    all.tests.back().command = {"/b/t", selector};
  }
  for (const char* listed : {"same", "same", "] and [", "a, \"b\""}) {
    all.target.listed->push_back(listed);
  }
  for (std::size_t at = 0; at < 2; ++at) {
    all.tests[at].command[1] = all.target.target.cases[at].selector;
  }
  EXPECT_THAT(all.judge().problems, IsEmpty());
}

TEST(registration, C01_names_a_case_that_no_test_runs) {
  suite wrong;
  wrong.tests.pop_back();
  EXPECT_EQ(wrong.problem("build the target again"),
            "parallel_discover_tests(t): no CTest test runs 'A.y'");
}

TEST(registration, names_a_case_that_is_new_in_the_program) {
  suite wrong;
  wrong.target.listed->push_back("A.z");
  EXPECT_EQ(
      wrong.problem("build the target again"),
      "parallel_discover_tests(t): the program has 'A.z', but no test runs it");
}

TEST(registration, names_a_case_that_left_the_program) {
  suite wrong;
  wrong.target.listed->pop_back();
  EXPECT_EQ(
      wrong.problem("build the target again"),
      "parallel_discover_tests(t): 'A.y' is registered, but the program has "
      "no such case");
}

TEST(registration, names_a_case_that_several_tests_run) {
  suite wrong;
  wrong.register_test("again", "A.y");
  EXPECT_EQ(wrong.problem("remove the add_test()"),
            "parallel_discover_tests(t): more than one CTest test runs 'A.y'");
}

TEST(registration, of_the_same_program_by_two_calls_is_right) {
  suite again;
  again.register_test("again.A.x", "A.x");
  again.register_test("again.A.y", "A.y");
  EXPECT_EQ(judge_registration(again.tests, {again.target, again.target}).how,
            standing::pass);
}

TEST(registration, C08_of_a_case_whose_name_looks_like_a_unit_is_its_own) {
  suite odd;
  odd.target.target.listing.framework = "catch2";
  odd.add("@home: a/b");
  EXPECT_EQ(odd.judge().how, standing::pass);
}

TEST(registration, names_equal_names_of_tests) {
  suite wrong;
  wrong.tests[1].name = "A.x";
  EXPECT_EQ(wrong.problem("a TEST_PREFIX or TEST_SUFFIX"),
            "several tests have the name 'A.x'");
}

TEST(registration, names_a_program_that_does_not_list) {
  suite wrong;
  wrong.target.listed.reset();
  wrong.target.selects_one.reset();
  EXPECT_EQ(wrong.problem("run it with the listing option of its framework"),
            "parallel_discover_tests(t): '/b/t' does not list its cases");
}

TEST(registration, C03_names_a_program_that_swallows_its_arguments) {
  suite wrong;
  wrong.target.selects_one = false;
  EXPECT_THAT(wrong.problem("link ParallelTesting's main"),
              HasSubstr("runs other cases than the one"));
}

/// Two more cases, which share a process.
suite with_unit() {
  suite shared;
  tools::discovered_target& target = shared.target.target;
  target.units_file = "t-1_units.txt";
  target.cases.push_back({"B", "@0+90", "", {}});
  target.units.push_back(
      {"@0+90", {{"B.x", "B.x", "", {}}, {"B.y", "B.y", "", {}}}});
  shared.target.listed->insert(shared.target.listed->end(), {"B.x", "B.y"});
  shared.register_test("B", "@0+90!:/b/parallel_testing/t-1_units.txt");
  return shared;
}

TEST(registration, of_cases_that_share_a_process_is_that_of_their_unit) {
  EXPECT_EQ(with_unit().judge().how, standing::pass);
  EXPECT_THAT(with_unit().judge().summary, HasSubstr("3 tests, 4 cases"));
  suite wrong = with_unit();
  wrong.tests.pop_back();
  EXPECT_EQ(wrong.problem("build the target again"),
            "parallel_discover_tests(t): no CTest test runs 'B.x', 'B.y'");
}

TEST(registration, names_a_case_that_its_unit_does_not_have) {
  suite wrong = with_unit();
  wrong.target.listed->push_back("B.z");
  EXPECT_EQ(
      wrong.problem("build the target again"),
      "parallel_discover_tests(t): the program has 'B.z', but no test runs it");
}

TEST(registration, of_an_emulated_program_is_not_listed_again) {
  suite emulated;
  emulated.target.target.listing.needs_emulator = true;
  emulated.target.listed.reset();
  EXPECT_EQ(emulated.judge().how, standing::pass);
  EXPECT_THAT(emulated.judge().summary, HasSubstr("need an emulator"));
}

TEST(registration, shortens_long_lists) {
  suite wrong;
  for (int each = 0; each < 5; ++each) {
    wrong.target.listed->push_back("B." + std::to_string(each));
  }
  EXPECT_EQ(wrong.problem("build the target again"),
            "parallel_discover_tests(t): the program has 'B.0', 'B.1', 'B.2' "
            "and 2 more, but no test runs them");
}

}  // namespace
}  // namespace parallel_testing::verify_command
