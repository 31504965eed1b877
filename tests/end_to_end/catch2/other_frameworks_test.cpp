// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Odd names of cases of doctest and Boost.Test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "support/build_tree.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;

struct framework_of_names {
  std::string prefix;
  std::size_t cases;
  std::string failing;  ///< without prefix
  std::vector<std::string> names;
};

std::vector<std::string> common_names() {
  return {"plain",
          "[brackets] in front",
          "one [bracket",
          "one ]bracket",
          "\"quoted\" and 'ticked'",
          "gr\xC3\xBC\xC3\x9F"
          "e \xE2\x82\xAC",
          "a;b",
          "ends in ]=]",
          "$HOME ${x} $<y> # (paren",
          "back\\slash\\",
          "what?",
          "~tilde",
          "-dash",
          "case",
          "CASE",
          "case and more",
          "typed<int>"};
}

std::vector<framework_of_names> frameworks() {
  std::string long_name;
  for (int count = 0; count < 10; ++count) {
    long_name += "a very long name, [x] & more! ";
  }
  long_name += "end";
  std::vector<std::string> doctest = common_names();
  doctest.insert(
      doctest.end(),
      {long_name, "with, comma", "star * in the middle",
       "star and moon in the middle", "whatx", "!negated", "--list-test-cases",
       "a/b/c", "100 % of @x@ | y", "same (first)", "same (second, [x])",
       "twin (odd_doctest.cpp:100)", "twin (odd_doctest_twin.cpp:100)"});
  std::vector<std::string> boost = common_names();
  boost.insert(boost.end(), {"with_ comma", "a_b_c", "star _ in the middle",
                             "_negated _label", "--list_content", "100 % | y",
                             "bar|b(1)", "first/same", "second_ [x]/same",
                             "typed<std__pair<int_ int>>"});
  return {{"doctest.", doctest.size() + 2, "fails, *", doctest},
          {"boost.", boost.size() + 1, "fails", boost},
          {"alone.", boost.size() + 1, "fails", boost}};
}

/// The names that a test printed.
std::vector<std::string> printed_names(const std::string& output) {
  std::vector<std::string> names;
  const std::string opening = "I am <";
  for (std::size_t at = output.find(opening); at != std::string::npos;
       at = output.find(opening, at + 1)) {
    const std::size_t begin = at + opening.size();
    names.push_back(output.substr(begin, output.find(">\n", begin) - begin));
  }
  return names;
}

TEST(other_frameworks, C01_every_case_becomes_exactly_one_test) {
  sandbox box(E2E_BUILD);
  const auto tests = registered_tests(E2E_BUILD, box.environment());
  for (const framework_of_names& each : frameworks()) {
    SCOPED_TRACE(each.prefix);
    std::set<std::string> names;
    std::set<std::string> selectors;
    std::size_t count = 0;
    for (const registered_test& test : tests) {
      if (test.name.rfind(each.prefix, 0) == 0) {
        ++count;
        names.insert(test.name);
        for (const std::string& argument : test.command) {
          const bool selects = argument.rfind("--test-case=", 0) == 0 ||
                               argument.rfind("--run_test=", 0) == 0;
          if (selects) selectors.insert(argument);
        }
      }
    }
    EXPECT_EQ(count, each.cases);
    EXPECT_EQ(names.size(), count);
    EXPECT_EQ(selectors.size(), count);
    for (const std::string& name : each.names) {
      EXPECT_EQ(names.count(each.prefix + name), 1U) << name;
    }
  }
}

TEST(other_frameworks, C03_each_test_runs_exactly_itself) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j4", "-R", "^(doctest|boost|alone)[.]"});
  for (const framework_of_names& each : frameworks()) {
    SCOPED_TRACE(each.prefix);
    for (const std::string& name : each.names) {
      const auto& ran = result.at(each.prefix + name);
      EXPECT_THAT(printed_names(ran.output), ElementsAre(name));
      EXPECT_EQ(ran.status, "run") << name;
    }
    // Its result is its own.
    const auto& failed = result.at(each.prefix + each.failing);
    EXPECT_THAT(printed_names(failed.output), ElementsAre(each.failing));
    EXPECT_EQ(failed.status, "fail");
  }
}

}  // namespace
}  // namespace parallel_testing::support
