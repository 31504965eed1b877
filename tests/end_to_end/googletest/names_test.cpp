// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/build_tree.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAreArray;

/// CTest's name, and what GoogleTest calls the test.
const std::map<std::string, std::string>& expected_names() {
  static const std::map<std::string, std::string> names = {
      {"Name.Plain", "Name.Plain"},
      {"Name.Marked", "Name.Marked"},
      {"In/Odd.Text/with space", "In/Odd.Text/0"},
      {"In/Odd.Text/a,b", "In/Odd.Text/1"},
      {"In/Odd.Text/[x]", "In/Odd.Text/2"},
      {"In/Odd.Text/[x", "In/Odd.Text/3"},
      {"In/Odd.Text/x]", "In/Odd.Text/4"},
      {"In/Odd.Text/\"quoted\"", "In/Odd.Text/5"},
      {"In/Odd.Text/it's", "In/Odd.Text/6"},
      {"In/Odd.Text/gr\xC3\xBC\xC3\x9F"
       "e \xE2\x82\xAC",
       "In/Odd.Text/7"},
      {"In/Odd.Text/a;b", "In/Odd.Text/8"},
      {"In/Odd.Text/]=]", "In/Odd.Text/9"},
      {"In/Odd.Text/]==]", "In/Odd.Text/10"},
      {"In/Odd.Text/trailing  ", "In/Odd.Text/11"},
      {"In/Odd.Text/$HOME ${x} $<y>", "In/Odd.Text/12"},
      {"In/Odd.Text/back\\slash\\", "In/Odd.Text/13"},
      {"In/Odd.Text/# comment", "In/Odd.Text/14"},
      {"In/Odd.Text/(paren", "In/Odd.Text/15"},
      {"In/Odd.Text/16", "In/Odd.Text/16"},
      {"In/Odd.Text/17", "In/Odd.Text/17"},
      {"In/Odd.Text/*?:-", "In/Odd.Text/18"},
      {"In/Odd.Text/@at@", "In/Odd.Text/19"},
      {"Twice/Same.Value/0", "Twice/Same.Value/0"},
      {"Twice/Same.Value/1", "Twice/Same.Value/1"},
      {"In/Opaque.Value/0", "In/Opaque.Value/0"},
      {"In/Opaque.Value/1", "In/Opaque.Value/1"},
      {"Named/Opaque.Value/fast", "Named/Opaque.Value/fast"},
      {"Named/Opaque.Value/slow", "Named/Opaque.Value/slow"},
      {"Named/Opaque.Value/1", "Named/Opaque.Value/1"},
      {"In/Mixed.Value/5", "In/Mixed.Value/5"},
      {"In/Mixed.Value/1", "In/Mixed.Value/1"},
      {"In/Mixed.Value/2", "In/Mixed.Value/2"},
      {"In/Pointers.Value/0", "In/Pointers.Value/0"},
      {"In/Strings.Value/\"0x55d4a2b3c010\"", "In/Strings.Value/0"},
      {"In/Strings.Value/\"-x* :?\"", "In/Strings.Value/1"},
      {"In/Letters.Value/('a' (97, 0x61), 3)", "In/Letters.Value/0"},
      {"Typed.Works<int>", "Typed/0.Works"},
      {"Typed.Works<std::vector<int, std::allocator<int> >>", "Typed/1.Works"},
      {"Typed.Works<std::map<int, char, std::less<int>, "
       "std::allocator<std::pair<int const, char> > >>",
       "Typed/2.Works"},
      {"My/Registered.Works<char>", "My/Registered/0.Works"},
      {"OwnValue.Works/7", "OwnValue.Works"},
      {"OwnType.Works<int>", "OwnType.Works"},
  };
  return names;
}

const char* const selection =
    "^(Name\\.|(In|Named)/(Odd|Opaque|Mixed|Pointers|Strings|Letters)|Twice/"
    "Same|"
    "Typed\\.|My/Registered|Own)";

std::string who_it_was(const std::string& output) {
  const std::string opening = "I am <";
  const std::size_t start = output.find(opening);
  if (start == std::string::npos) return "nobody";
  if (output.find(opening, start + 1) != std::string::npos) return "several";
  const std::size_t name = start + opening.size();
  return output.substr(name, output.find(">\n", name) - name);
}

TEST(names, C03_each_odd_name_is_registered_as_it_is) {
  std::map<std::string, std::size_t> registered;
  for (const registered_test& test :
       registered_tests(E2E_BUILD, clean_environment())) {
    ++registered[test.name];
  }
  for (const auto& [name, framework_name] : expected_names()) {
    EXPECT_EQ(registered[name], 1U) << name << " for " << framework_name;
  }
}

TEST(names, C81_no_name_has_an_address_or_bytes_of_an_object) {
  for (const registered_test& test :
       registered_tests(E2E_BUILD, clean_environment())) {
    EXPECT_THAT(test.name, Not(HasSubstr("byte object"))) << test.name;
    if (test.name.find("Strings") == std::string::npos) {
      EXPECT_THAT(test.name, Not(ContainsRegex("0x[0-9a-f]{5}"))) << test.name;
    }
  }
}

TEST(names, C03_each_test_runs_exactly_itself) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", selection});
  EXPECT_EQ(what_went_wrong(result), "");
  std::map<std::string, std::string> seen;
  for (const junit_case& each : result.cases) {
    if (each.passed()) seen[each.name] = who_it_was(each.output);
  }
  for (const auto& [name, framework_name] : expected_names()) {
    EXPECT_EQ(seen[name], framework_name) << name;
  }
}

TEST(names, C03_all_of_them_run_once_and_none_twice) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", selection});
  std::vector<std::string> cases_of_log;
  for (const tools::test_case& each : result.history().cases) {
    cases_of_log.push_back(each.test);
  }
  EXPECT_THAT(result.noted("ran"), UnorderedElementsAreArray(cases_of_log));
  // One of them is disabled.
  EXPECT_EQ(result.noted("ran").size() + 1, result.cases.size());
}

TEST(names, of_two_hundred_characters_work) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^Name.AVeryLong"});
  EXPECT_EQ(what_went_wrong(result), "");
  ASSERT_EQ(result.cases.size(), 1U);
  EXPECT_GE(result.cases[0].name.size(), 200U);
  EXPECT_EQ(who_it_was(result.cases[0].output), result.cases[0].name);
}

}  // namespace
}  // namespace parallel_testing::support
