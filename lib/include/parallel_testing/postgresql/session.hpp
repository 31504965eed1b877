// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql/connection.hpp>
#include <string>

/// A transaction around a test, so that it leaves no changes.
///
///     namespace pg = parallel_testing::postgresql;
///     pg::connection open;
///     pg::transaction_session session(open);
///     store_order(open.native());  // gone when the session ends
///
/// Not promised: transactions for the code under test, which cannot end one.
/// Code that must commit requires a scoped_database.

namespace parallel_testing::postgresql {

/// Keeps one connection inside a transaction that the server rolls back when
/// the session ends, and when the process dies.
///
/// Savepoints of the code under test work. The server refuses its COMMIT. Its
/// ROLLBACK of the whole transaction succeeds, and every change after it is
/// refused. Both fail the running test, and so does a lost connection. Only
/// COMMIT after CLOSE ALL keeps a change, because that closes the cursor that
/// makes the server refuse; it also fails the test. Threads and fork: as for
/// the connection.
class [[nodiscard]] transaction_session {
 public:
  /// The connection must outlive the session. Throws error when a transaction
  /// is already open on it, and when the connection is lost.
  explicit transaction_session(connection& on);
  explicit transaction_session(pg_conn* on);

  transaction_session(transaction_session&& other) noexcept;
  transaction_session& operator=(transaction_session&& other) noexcept;
  transaction_session(const transaction_session&) = delete;
  transaction_session& operator=(const transaction_session&) = delete;

  /// Ends the session as finish() does. An error fails the running test; where
  /// no test is running, it is printed on stderr and the program ends with
  /// status 1.
  ~transaction_session();

  /// Rolls back, and throws error when the code under test ended the
  /// transaction or the connection was lost. A second call does nothing.
  void finish();

 private:
  std::string end() noexcept;

  pg_conn* on_;
};

}  // namespace parallel_testing::postgresql
