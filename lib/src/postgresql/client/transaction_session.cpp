// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/format.hpp"
#include "postgresql/client/connection.hpp"
#include "user/failure.hpp"

namespace parallel_testing::postgresql {

namespace {

/// Makes the server refuse changes outside the session's transaction.
constexpr const char* forbid_changes = "SET default_transaction_read_only = on";
constexpr const char* allow_changes = "RESET default_transaction_read_only";

/// COMMIT runs the query of a cursor WITH HOLD, and this query fails with an
/// error that contains the reason. clock_timestamp() keeps the planner from
/// evaluating it earlier.
constexpr const char* begin =
    "BEGIN READ WRITE;"
    "DECLARE parallel_testing_session CURSOR WITH HOLD FOR SELECT"
    " ('parallel_testing: a transaction_session refuses COMMIT' ||"
    " left(clock_timestamp()::text, 0))::int;"
    "SAVEPOINT parallel_testing_session";
constexpr const char* return_to_begin =
    "ROLLBACK TO SAVEPOINT parallel_testing_session";

}  // namespace

transaction_session::transaction_session(connection& on)
    : transaction_session(on.native()) {}

transaction_session::transaction_session(pg_conn* on) : on_(on) {
  if (PQtransactionStatus(on) != PQTRANS_IDLE) {
    throw error(
        fmt::format("transaction_session on PostgreSQL ({}): a transaction is "
                    "already open or the connection is lost; end the "
                    "transaction first, or create the session before it begins",
                    description_of(on)));
  }
  if (succeeds(on, forbid_changes) && succeeds(on, begin)) {
    return;
  }
  const std::string reason = message_of(on);
  succeeds(on, "ROLLBACK");
  succeeds(on, allow_changes);
  throw error(fmt::format("transaction_session on PostgreSQL ({}): {}",
                          description_of(on), reason));
}

transaction_session::transaction_session(transaction_session&& other) noexcept
    : on_(std::exchange(other.on_, nullptr)) {}

transaction_session& transaction_session::operator=(
    transaction_session&& other) noexcept {
  transaction_session moved(std::move(other));
  std::swap(on_, moved.on_);
  return *this;
}

std::string transaction_session::end() noexcept {
  PGconn* const on = std::exchange(on_, nullptr);
  if (on == nullptr) {
    return "";
  }
  std::string problem;
  const PGTransactionStatusType status = PQtransactionStatus(on);
  const bool is_open = status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
  const bool is_whole = is_open && succeeds(on, return_to_begin);
  // libpq may notice a lost connection only now.
  if (PQstatus(on) != CONNECTION_OK) {
    return fmt::format(
        "transaction_session on PostgreSQL ({}): the connection was lost: {}",
        description_of(on), message_of(on));
  }
  if (!is_whole) {
    problem = fmt::format(
        "transaction_session on PostgreSQL ({}): the code under test ended the "
        "transaction of the session with COMMIT or ROLLBACK, and later changes "
        "were refused; use a scoped_database for code that does this on "
        "purpose",
        description_of(on));
  }
  if (PQtransactionStatus(on) != PQTRANS_IDLE) {
    succeeds(on, "ROLLBACK");
  }
  succeeds(on, allow_changes);
  return problem;
}

transaction_session::~transaction_session() {
  const std::string problem = end();
  if (!problem.empty()) {
    report_failure(problem);
  }
}

void transaction_session::finish() {
  const std::string problem = end();
  if (!problem.empty()) {
    throw error(problem);
  }
}

}  // namespace parallel_testing::postgresql
