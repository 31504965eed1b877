// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/names.hpp>
#include <parallel_testing/worker.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

class DatabaseNames : public testing::TestWithParam<int> {};
TEST_P(DatabaseNames, AreLegal) {
  const std::string names[] = {
      pt::database_name("orders"), pt::database_name("Orders-2024"),
      pt::schema_name(std::string(200, 'x')),
      pt::database_name("2nd", pt::dialect::mysql), pt::schema_name("")};
  for (const std::string& name : names) {
    e2e::note("database", name);
    EXPECT_LE(name.size(), 64u);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos)
        << name;
    EXPECT_NE(name.find(pt::this_worker().id()), std::string::npos) << name;
  }
  EXPECT_EQ(pt::database_name(":memory:", pt::dialect::sqlite), ":memory:");
  const e2e::section alone("database." + names[0]);
  e2e::note("unique", pt::unique_resource_name());
  e2e::take_time(30);
}
INSTANTIATE_TEST_SUITE_P(All, DatabaseNames, testing::Range(0, 8));
