// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tests that fail because of what their session reports.
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/sqlite.hpp>

namespace sqlite = parallel_testing::sqlite;

TEST(Session, Reports) {
  sqlite::connection open(":memory:");
  sqlite::transaction_session session(open);
  open.execute("COMMIT");
}

TEST(Session, IsFine) {
  sqlite::connection open(":memory:");
  sqlite::transaction_session session(open);
  open.execute("BEGIN; COMMIT");
}

/// Ends when no test runs any more.
class Suite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    open = new sqlite::connection(":memory:");
    session = new sqlite::transaction_session(*open);
  }
  static void TearDownTestSuite() {
    delete session;
    delete open;
  }
  static sqlite::connection* open;
  static sqlite::transaction_session* session;
};
sqlite::connection* Suite::open = nullptr;
sqlite::transaction_session* Suite::session = nullptr;

TEST_F(Suite, ReportsLate) {
  open->execute("COMMIT");
}
