// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <parallel_testing/names.hpp>
#include <parallel_testing/worker.hpp>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::string name_of(const std::string& base,
                    dialect rules = dialect::postgresql) {
  return resource_name(base, "gw3", "run1", rules);
}

TEST(resource_name, C54_contains_base_worker_and_run) {
  EXPECT_THAT(name_of("orders"), MatchesRegex("orders_gw3_[0-9a-f]{8}"));
}

TEST(resource_name, C54_is_pure) {
  EXPECT_EQ(name_of("orders"), name_of("orders"));
}

TEST(resource_name, C54_differs_between_workers_and_runs) {
  const std::string one = resource_name("o", "gw0", "r1", dialect::mysql);
  EXPECT_NE(one, resource_name("o", "gw1", "r1", dialect::mysql));
  EXPECT_NE(one, resource_name("o", "gw0", "r2", dialect::mysql));
}

class dialects : public testing::TestWithParam<dialect> {};

TEST_P(dialects, C54_make_legal_identifiers_of_any_text) {
  const std::vector<std::string> bases = {
      "orders",   "Orders", "1st",  "a b",    "a;drop table x",
      "a\"b'c`d", "Über",   "-",    "_",      "a/b.c",
      "\n",       "\xff",   "日本", "SELECT", std::string("a\0b", 3)};
  for (const std::string& base : bases) {
    EXPECT_THAT(name_of(base, GetParam()), MatchesRegex("[a-z_][a-z0-9_]*"));
  }
}

TEST_P(dialects, C54_never_give_two_bases_one_name) {
  std::vector<std::string> bases = {
      "",    "_",   "a",    "A",  "a_",  "a__", "a b",  "a-b", "a_b",
      "a.b", "A_B", "a__b", "1a", "_1a", "ä",   "\xc3", "é",   "o_gw3"};
  // Names that were changed carry a mark; a base that looks marked must not
  // meet one of them.
  for (const char* changed : {"A", "a b", "1a", "ä"}) {
    const std::string name = name_of(changed, GetParam());
    bases.push_back(name.substr(0, name.find("_gw3")));
    bases.push_back(name);
  }
  for (int length = 30; length < 260; ++length) {
    bases.emplace_back(static_cast<std::size_t>(length), 'x');
  }
  std::map<std::string, std::string> base_of;
  for (const std::string& base : bases) {
    if (GetParam() == dialect::sqlite && base.empty()) continue;
    const auto [entry, is_new] =
        base_of.emplace(name_of(base, GetParam()), base);
    EXPECT_TRUE(is_new) << "'" << base << "' and '" << entry->second
                        << "' are both " << entry->first;
  }
}

TEST_P(dialects, C54_keep_the_limit_with_the_longest_worker) {
  const std::map<dialect, std::size_t> limits = {
      {dialect::postgresql, 63}, {dialect::mysql, 64}, {dialect::sqlite, 200}};
  const std::size_t limit = limits.at(GetParam());
  for (std::size_t length = 1; length < 300; ++length) {
    const std::string name = resource_name(std::string(length, 'x'), "gw99999",
                                           std::string(64, 'r'), GetParam());
    ASSERT_LE(name.size(), limit) << length;
    ASSERT_THAT(name, HasSubstr("_gw99999_"));
  }
}

INSTANTIATE_TEST_SUITE_P(all, dialects,
                         testing::Values(dialect::postgresql, dialect::mysql,
                                         dialect::sqlite));

TEST(resource_name, C54_is_cut_only_above_63_bytes_for_postgresql) {
  const std::string ending = name_of("").substr(name_of("").find("_gw3"));
  const std::string longest(63 - ending.size(), 'x');
  EXPECT_EQ(name_of(longest), longest + ending);
  EXPECT_EQ(name_of(longest).size(), 63U);
  EXPECT_NE(name_of(longest + "x"), longest + "x" + ending);
  EXPECT_EQ(name_of(longest + "x").size(), 63U);
}

TEST(resource_name, C54_is_cut_only_above_64_characters_for_mysql) {
  const std::string ending = name_of("").substr(name_of("").find("_gw3"));
  const std::string longest(64 - ending.size(), 'x');
  EXPECT_EQ(name_of(longest, dialect::mysql), longest + ending);
}

TEST(resource_name, C54_leaves_sqlite_in_memory_untouched) {
  EXPECT_EQ(name_of(":memory:", dialect::sqlite), ":memory:");
  EXPECT_EQ(name_of("", dialect::sqlite), "");
  EXPECT_NE(name_of(":memory:", dialect::postgresql), ":memory:");
}

TEST(database_name, C54_is_the_pure_name_of_this_worker_and_run) {
  EXPECT_EQ(database_name("orders"),
            resource_name("orders", this_worker().id(), this_run().id(),
                          dialect::postgresql));
  EXPECT_EQ(schema_name("orders"), database_name("orders"));
}

}  // namespace
}  // namespace parallel_testing
