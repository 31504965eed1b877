// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/frameworks.hpp"

#include <algorithm>
#include <iterator>

namespace parallel_testing::tools {

const std::vector<framework_facts>& all_framework_facts() {
  static const std::vector<framework_facts> all{
      {framework::googletest,
       {"This program contains tests written using", "_ZN7testing8internal"},
       "--gtest_list_tests",
       "PARALLEL_TESTING_MARK(<suite>, <test>, ",
       ");",
       true,
       "gtest_discover_tests",
       {},
       false,
       {{"gtest", "gtest"},
        {"gtest_main", "gtest", true},
        {"gmock", "gmock", false, true},
        {"gmock_main", "gmock", true, true},
        {"GTest::GTest", "gtest"},
        {"GTest::Main", "gtest", true},
        {"GTest::gtest", "gtest"},
        {"GTest::gtest_main", "gtest", true},
        {"GTest::gmock", "gmock", false, true},
        {"GTest::gmock_main", "gmock", true, true},
        {"GMock::GMock", "gmock", false, true},
        {"GMock::Main", "gmock", true, true}},
       {{}, {"--gtest_output=xml:"}, "XML_OUTPUT_DIR", true}},
      {framework::catch2,
       {"--list-reporters", "list all/matching tags", "_ZN5Catch7Session"},
       "--list-tests",
       "TEST_CASE(<name>, \"[",
       "]\")",
       false,
       "catch_discover_tests",
       {},
       true,
       {{"Catch2", "catch2"},
        {"Catch2Main", "catch2", true},
        {"Catch2WithMain", "catch2", true},
        {"Catch2::Catch2", "catch2"},
        {"Catch2::Catch2WithMain", "catch2", true}},
       {{"-r", "--reporter", "--reporter="}, {"-o", "--out", "--out="}}},
      {framework::doctest,
       {"dt-list-test-cases", "_ZN7doctest"},
       "--list-test-cases",
       "TEST_CASE(<name> * pt::mark(",
       "))",
       true,
       "doctest_discover_tests",
       {{"TEST_SPEC", "TEST_FILTER", "",
         "TEST_SPEC has several values, of which doctest reads only the first"},
        {"JUNIT_OUTPUT_DIR", "REPORTER junit OUTPUT_SUFFIX .xml OUTPUT_DIR", "",
         ""},
        {"ADD_LABELS", "",
         "it has the keyword ADD_LABELS, which parallel_discover_tests() "
         "lacks: it makes suites labels",
         ""}},
       true,
       {{"doctest", "doctest"},
        {"doctest_with_main", "doctest", true},
        {"doctest::doctest", "doctest"},
        {"doctest::doctest_with_main", "doctest", true}},
       {{"--reporters=", "-r="}, {"--out=", "-o="}}},
      {framework::boost_test,
       {"unit_test_framework", "_ZN5boost9unit_test"},
       "--list_content",
       "BOOST_AUTO_TEST_CASE(<name>, *pt::mark(",
       "))",
       true,
       "",
       {},
       false,
       {{"boost_unit_test_framework", "boost_test"},
        {"boost_unit_test_framework-mt", "boost_test"},
        {"Boost::unit_test_framework", "boost_test"}},
       {{"--log_format="}, {"--log_sink="}}}};
  return all;
}

const framework_facts& facts_of(framework kind) {
  return all_framework_facts().at(static_cast<std::size_t>(kind));
}

const framework_row* framework_named(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(framework_table), std::end(framework_table),
                   [&](const framework_row& row) { return row.name == name; });
  return found == std::end(framework_table) ? nullptr : found;
}

const framework_row* framework_in(std::string_view program) {
  constexpr std::string_view elf = "\177ELF";
  if (!program.starts_with(elf)) {
    return nullptr;
  }
  // Programs of later frameworks run all cases when they are asked in the
  // language of an earlier one, so their signs decide.
  const std::vector<framework_facts>& all = all_framework_facts();
  const auto found =
      std::find_if(all.rbegin(), all.rend(), [&](const framework_facts& each) {
        return std::any_of(each.signs.begin(), each.signs.end(),
                           [&](std::string_view sign) {
                             return program.find(sign) != program.npos;
                           });
      });
  return found == all.rend() ? nullptr : &framework_row_of(found->kind);
}

std::string titles_of_frameworks(std::string_view before_last) {
  std::string text;
  for (std::size_t at = 0; at < std::size(framework_table); ++at) {
    const bool is_last = at + 1 == std::size(framework_table);
    text += at == 0 ? "" : is_last ? std::string(before_last) : ", ";
    text += framework_table[at].title;
  }
  return text;
}

}  // namespace parallel_testing::tools
