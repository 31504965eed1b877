// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One template for eight tests, reused by the next run while E2E_INPUTS stays
// the same.
#include <gtest/gtest.h>

#include <parallel_testing/postgresql.hpp>

#include "note.hpp"

namespace pg = parallel_testing::postgresql;

class Template : public testing::TestWithParam<int> {};

TEST_P(Template, IsCloned) {
  const std::string inputs = e2e::variable("E2E_INPUTS");
  const pg::template_database source(
      e2e::variable("E2E_TEMPLATE"), inputs,
      [&](pg::connection& open) {
        e2e::note("built", inputs);
        open.execute("CREATE TABLE t AS SELECT '" + inputs + "' AS x");
      },
      pg::reuse::across_runs);
  e2e::note("template", source.name());
  if (GetParam() != 0) return;  // one clone is enough
  const pg::scoped_database mine(source);
  EXPECT_EQ(pg::connection(mine.settings()).value("SELECT x FROM t"), inputs);
}

INSTANTIATE_TEST_SUITE_P(All, Template, testing::Range(0, 8));
