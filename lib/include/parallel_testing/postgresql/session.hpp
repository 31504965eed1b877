// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_POSTGRESQL_SESSION_HPP
#define PARALLEL_TESTING_POSTGRESQL_SESSION_HPP

#include <parallel_testing/postgresql/connection.hpp>
#include <string>

/// Tests that leave no changes on a connection.
///
///     namespace pg = parallel_testing::postgresql;
///     pg::connection open;
///     pg::transaction_session session(open);
///     store_order(open.native());  // gone when the session ends
///
/// Not promised: transactions for the code under test, which cannot end one. It
/// needs a scoped_database.

namespace parallel_testing::postgresql {

/// Keeps one connection inside a transaction that the server rolls back when
/// the session ends, and when the process dies.
///
/// Savepoints of the code under test work. The server refuses its COMMIT; a
/// ROLLBACK of the whole transaction succeeds, and every change after it is
/// refused. Both fail the running test, and so does a lost connection. The one
/// way to keep a change is COMMIT after CLOSE ALL, which closes the cursor that
/// refuses; it fails the test as well. Threads and fork: as for the connection.
class [[nodiscard]] transaction_session {
 public:
  /// The connection must outlive the session. Throws error while a transaction
  /// is open on it, and when it is lost.
  explicit transaction_session(connection& on);
  explicit transaction_session(pg_conn* on);

  transaction_session(transaction_session&& other) noexcept;
  transaction_session& operator=(transaction_session&& other) noexcept;
  transaction_session(const transaction_session&) = delete;
  transaction_session& operator=(const transaction_session&) = delete;

  /// Ends the session as finish() does. The error fails the running test;
  /// where no test runs it goes to stderr, and the program ends with status 1.
  ~transaction_session();

  /// Rolls back, and throws error when the code under test ended the
  /// transaction or the connection was lost. Once; later calls do nothing.
  void finish();

 private:
  std::string end() noexcept;

  pg_conn* on_;
};

}  // namespace parallel_testing::postgresql

#endif
