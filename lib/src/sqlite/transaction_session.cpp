// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sqlite3.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/sqlite.hpp>
#include <utility>

#include "base/format.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/transaction_words.hpp"
#include "user/failure.hpp"

namespace parallel_testing::sqlite {

namespace {

constexpr const char* outer_savepoint = "parallel_testing_session";
constexpr const char* inner_savepoint = "parallel_testing_inner";

bool succeeds(sqlite3* on, const std::string& sql) {
  return sqlite3_exec(on, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// Makes BEGIN, COMMIT and ROLLBACK compile to statements that do nothing.
/// see_statement() performs their effect when they run.
int authorize(void*, int action, const char*, const char*, const char*,
              const char*) {
  return action == SQLITE_TRANSACTION ? SQLITE_IGNORE : SQLITE_OK;
}

int authorize_all(void*, int, const char*, const char*, const char*,
                  const char*) {
  return SQLITE_OK;
}

int deferred_violations(sqlite3* on) {
  int now = 0;
  int highest = 0;
  sqlite3_db_status(on, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &highest, 0);
  return now;
}

}  // namespace

struct transaction_session::state {
  sqlite3* on;
  bool inside = false;       ///< a transaction of the code under test is open
  bool rolled_back = false;  ///< SQLite has rolled back the whole session
  std::string problems;

  void note(std::string_view problem) {
    if (!problems.empty()) {
      problems += "; ";
    }
    problems += problem;
  }

  void begin() {
    if (std::exchange(inside, true)) {
      note("BEGIN inside a transaction, which SQLite refuses");
      return;
    }
    succeeds(on, std::string("SAVEPOINT ") + inner_savepoint);
  }

  void commit() {
    if (!std::exchange(inside, false)) {
      note("COMMIT without BEGIN, which SQLite refuses");
      return;
    }
    if (deferred_violations(on) != 0) {
      note("COMMIT with a violated foreign key, which SQLite refuses");
    }
    succeeds(on, std::string("RELEASE ") + inner_savepoint);
  }

  void rollback() {
    if (!std::exchange(inside, false)) {
      note("ROLLBACK without BEGIN, which SQLite refuses");
      return;
    }
    succeeds(on, fmt::format("ROLLBACK TO {0}; RELEASE {0}", inner_savepoint));
  }

  void start() {
    if (sqlite3_get_autocommit(on) == 0) {
      throw error(fmt::format(
          "transaction_session on '{}': a transaction is already open; commit "
          "it first, or create the session before it begins",
          name_of(on)));
    }
    if (!succeeds(on, std::string("BEGIN; SAVEPOINT ") + outer_savepoint)) {
      throw error(fmt::format("transaction_session on '{}': {}", name_of(on),
                              sqlite3_errmsg(on)));
    }
    sqlite3_set_authorizer(on, authorize, nullptr);
    sqlite3_trace_v2(on, SQLITE_TRACE_STMT, see_statement, this);
    sqlite3_commit_hook(
        on, [](void*) { return 1; }, nullptr);
    sqlite3_rollback_hook(on, see_rollback, this);
  }

  static int see_statement(unsigned, void* self, void* statement, void*) {
    const char* const sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    state& session = *static_cast<state*>(self);
    if (sql == nullptr || session.rolled_back) {
      return 0;
    }
    switch (word_of(sql)) {
      case transaction_word::begin:
        session.begin();
        break;
      case transaction_word::commit:
        session.commit();
        break;
      case transaction_word::rollback:
        session.rollback();
        break;
      case transaction_word::none:
        break;
    }
    return 0;
  }

  static void see_rollback(void* self) {
    state& session = *static_cast<state*>(self);
    if (std::exchange(session.rolled_back, true)) {
      return;
    }
    session.note(
        "SQLite rolled back the whole session (ON CONFLICT ROLLBACK, or no "
        "space); later changes were refused");
  }

  void end() {
    // Setting an authorizer makes SQLite recompile statements, so that those
    // that do nothing do not outlive the session.
    sqlite3_set_authorizer(on, authorize_all, nullptr);
    sqlite3_set_authorizer(on, nullptr, nullptr);
    sqlite3_trace_v2(on, 0, nullptr, nullptr);
    sqlite3_commit_hook(on, nullptr, nullptr);
    sqlite3_rollback_hook(on, nullptr, nullptr);
    const bool is_ours =
        succeeds(on, std::string("ROLLBACK TO ") + outer_savepoint);
    if (!is_ours && !rolled_back) {
      note(
          "the transaction of the session was ended and its hooks were "
          "replaced, so changes may have been committed");
    }
    if (sqlite3_get_autocommit(on) == 0 && !succeeds(on, "ROLLBACK")) {
      note(fmt::format("cannot roll back: {}", sqlite3_errmsg(on)));
    }
    if (problems.empty()) {
      return;
    }
    problems = fmt::format(
        "transaction_session on '{}': {}; use a scoped_database for code that "
        "does this on purpose",
        name_of(on), problems);
  }
};

transaction_session::transaction_session(connection& on)
    : transaction_session(on.native()) {}

transaction_session::transaction_session(sqlite3* on)
    : state_(new state{on, false, false, ""}) {
  state_->start();
}

transaction_session::transaction_session(transaction_session&& other) noexcept =
    default;

transaction_session& transaction_session::operator=(
    transaction_session&& other) noexcept {
  transaction_session moved(std::move(other));
  std::swap(state_, moved.state_);
  return *this;
}

transaction_session::~transaction_session() {
  if (!state_) {
    return;
  }
  state_->end();
  if (!state_->problems.empty()) {
    report_failure(state_->problems);
  }
}

void transaction_session::finish() {
  const std::unique_ptr<state> ended = std::move(state_);
  if (!ended) {
    return;
  }
  ended->end();
  if (!ended->problems.empty()) {
    throw error(ended->problems);
  }
}

}  // namespace parallel_testing::sqlite
