// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test that fails because of what its session reports.
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/postgresql.hpp>

namespace pg = parallel_testing::postgresql;

TEST(Session, Reports) {
  pg::connection open;
  pg::transaction_session session(open);
  EXPECT_THROW(open.execute("COMMIT"), parallel_testing::error);
}

TEST(Session, IsFine) {
  pg::connection open;
  pg::transaction_session session(open);
  open.execute("CREATE TABLE of_the_session(x int)");
}

/// The test around it kills this one while it makes its database.
TEST(Database, IsMade) {
  const pg::scoped_database mine;
  EXPECT_EQ(pg::connection(mine.settings()).value("SELECT 1"), "1");
}
