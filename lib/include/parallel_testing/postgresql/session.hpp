// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_POSTGRESQL_SESSION_HPP
#define PARALLEL_TESTING_POSTGRESQL_SESSION_HPP

#include <parallel_testing/postgresql/connection.hpp>
#include <string>

/// Tests that leave no changes on a connection; see
/// parallel_testing/postgresql.hpp.

namespace parallel_testing::postgresql {

/// Everything done on one connection is rolled back at the end, also after a
/// failed assertion, an exception or a crash.
///
/// A COMMIT of the code under test is refused by the server and fails the
/// running test; so does a ROLLBACK of the whole transaction, after which
/// every change is refused. Nothing is ever committed. Savepoints work. Code
/// that ends transactions on purpose needs a scoped_database.
///
/// Not for CLOSE ALL: a cursor is what refuses. A COMMIT after it is kept,
/// and still fails the test.
class [[nodiscard]] transaction_session {
 public:
  /// Both must outlive the session. Throws error when a transaction is open.
  explicit transaction_session(connection& on);
  explicit transaction_session(pg_conn* on);

  transaction_session(transaction_session&& other) noexcept;
  transaction_session& operator=(transaction_session&& other) noexcept;
  transaction_session(const transaction_session&) = delete;
  transaction_session& operator=(const transaction_session&) = delete;

  /// Rolls back. Problems fail the running test; outside of one they are
  /// reported on stderr and the program ends with status 1.
  ~transaction_session();

  /// The same now, but throws error with the problems.
  void finish();

 private:
  std::string end() noexcept;

  pg_conn* on_;
};

}  // namespace parallel_testing::postgresql

#endif
