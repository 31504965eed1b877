// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/connection.hpp"

#include <poll.h>

#include <chrono>
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/format.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::size_t longest_quotation = 200;
constexpr std::string_view object_in_use = "55006";
constexpr std::string_view no_right = "42501";
constexpr std::string_view disk_full = "53100";
constexpr std::string_view no_connection = "08006";
constexpr std::string_view wrong_characters = "22021";
constexpr std::chrono::seconds longest_wait{30};
constexpr int longest_application_name = 63;

std::string text_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

bool is_fine(const PGresult* of) {
  const ExecStatusType status = PQresultStatus(of);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
         status == PGRES_EMPTY_QUERY;
}

void without(std::string& text, const std::string& secret) {
  if (secret.empty()) {
    return;
  }
  for (std::size_t at = text.find(secret); at != text.npos;
       at = text.find(secret, at)) {
    text.replace(at, secret.size(), "***");
    at += 3;
  }
}

std::string without_password(std::string text, PGconn* on) {
  if (on != nullptr) {
    without(text, text_or_empty(PQpass(on)));
  }
  return text;
}

/// The remedy for an error with this code, "" when its text is enough.
std::string remedy_for(std::string_view state, PGconn* on) {
  if (state == no_right) {
    return fmt::format(
        "; let a superuser grant the permission (for databases: ALTER ROLE {} "
        "CREATEDB), or connect as another user",
        quote_identifier(text_or_empty(PQuser(on))));
  }
  if (state == disk_full) {
    return "; free some disk space on the server's disk";
  }
  // Errors without a code come from libpq itself.
  if (state.empty() || state == no_connection ||
      PQstatus(on) == CONNECTION_BAD) {
    return "; the server stopped or closed this connection, see its log";
  }
  return "";
}

[[noreturn]] void throw_statement_error(PGconn* on, std::string_view state,
                                        const std::string& sql) {
  const bool is_long = sql.size() > longest_quotation;
  throw error(
      fmt::format("PostgreSQL ({}): {}{}; the statement was: {}{}",
                  description_of(on), message_of(on), remedy_for(state, on),
                  without_password(sql, on).substr(0, longest_quotation),
                  is_long ? " …" : ""));
}

result run(PGconn* on, const std::string& sql) {
  result made(PQexec(on, sql.c_str()));
  if (!is_fine(made.get())) {
    throw_statement_error(on, state_of(made.get()), sql);
  }
  return made;
}

/// The remedy when connecting failed. libpq does not provide a code for that,
/// so the server's message decides; for messages in other languages the last
/// remedy is used.
std::string_view remedy_for_no_connection(const std::string& reason) {
  const auto contains = [&](std::string_view words) {
    return reason.find(words) != reason.npos;
  };
  if (contains("password")) {
    return "set the right password in DATABASE_URL, PGPASSWORD or ~/.pgpass";
  }
  if (contains("too many") || contains("remaining connection slots")) {
    return "close connections, raise max_connections or the limit of the role "
           "or database, or run fewer tests at the same time";
  }
  if (contains("does not exist")) {
    return "create it, or set another one in DATABASE_URL, PGDATABASE or "
           "PGUSER";
  }
  return "start the server, or mark the test with the fixture that starts one "
         "and run it by ctest, or set DATABASE_URL";
}

void ignore_notice(void*, const PGresult*) {}

}  // namespace

std::string message_of(PGconn* on) {
  std::string text = on == nullptr ? "out of memory" : PQerrorMessage(on);
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  for (char& c : text) {
    if (c == '\n') {
      c = ' ';
    }
  }
  return without_password(std::move(text), on);
}

std::string description_of(PGconn* on) {
  return fmt::format("host {}, port {}, database {}, user {}",
                     text_or_empty(PQhost(on)), text_or_empty(PQport(on)),
                     text_or_empty(PQdb(on)), text_or_empty(PQuser(on)));
}

std::string state_of(const PGresult* failed) {
  return text_or_empty(PQresultErrorField(failed, PG_DIAG_SQLSTATE));
}

bool succeeds(PGconn* on, const std::string& sql) noexcept {
  const result made(PQexec(on, sql.c_str()));
  return is_fine(made.get());
}

connection::connection(const connection_settings& to)
    : native_(PQconnectdb(to.conninfo().c_str())) {
  if (PQstatus(native_) == CONNECTION_OK) {
    PQsetNoticeReceiver(native_, ignore_notice, nullptr);
    return;
  }
  const std::string reason = message_of(native_);
  PQfinish(native_);
  throw error(fmt::format("cannot connect to PostgreSQL ({}): {}; {}",
                          to.description(), reason,
                          remedy_for_no_connection(reason)));
}

connection::connection(connection&& other) noexcept
    : native_(std::exchange(other.native_, nullptr)) {}

connection& connection::operator=(connection&& other) noexcept {
  connection moved(std::move(other));
  std::swap(native_, moved.native_);
  return *this;
}

connection::~connection() {
  PQfinish(native_);
}

void connection::execute(const std::string& sql) {
  run(native_, sql);
}

std::string connection::value(const std::string& sql) {
  const result made = run(native_, sql);
  if (PQntuples(made.get()) == 0 || PQnfields(made.get()) == 0) {
    return "";
  }
  return {PQgetvalue(made.get(), 0, 0),
          static_cast<std::size_t>(PQgetlength(made.get(), 0, 0))};
}

rows pairs(connection& on, const std::string& sql) {
  const result made = run(on.native(), sql);
  rows all;
  for (int row = 0; row < PQntuples(made.get()); ++row) {
    all.emplace_back(PQgetvalue(made.get(), row, 0),
                     PQgetvalue(made.get(), row, 1));
  }
  return all;
}

std::string try_when_free(connection& on, const std::string& sql) {
  // A single attempt may take the server five seconds.
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    const result made(PQexec(on.native(), sql.c_str()));
    if (is_fine(made.get())) {
      return "";
    }
    std::string code = state_of(made.get());
    const auto waited = std::chrono::steady_clock::now() - start;
    if (code != object_in_use || waited >= longest_wait) {
      return code.empty() ? std::string(no_connection) : code;
    }
    ::poll(nullptr, 0, 10);
  }
}

void execute_when_free(connection& on, const std::string& sql) {
  const std::string state = try_when_free(on, sql);
  if (!state.empty()) {
    throw_statement_error(on.native(), state, sql);
  }
}

std::string quote_identifier(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') {
      text += '"';
    }
    text += c;
  }
  return text + "\"";
}

std::string literal(connection& on, const std::string& text) {
  const std::unique_ptr<char, void (*)(void*)> made(
      PQescapeLiteral(on.native(), text.c_str(), text.size()), PQfreemem);
  if (!made) {
    throw_statement_error(on.native(), wrong_characters, "a literal");
  }
  return made.get();
}

std::string application_name(std::string_view test, std::string_view worker) {
  const std::size_t room = longest_application_name - 1 - worker.size();
  std::string name(test.substr(0, room));
  for (char& c : name) {
    if (c < ' ' || c > '~') {
      c = '?';
    }
  }
  return name + "@" + std::string(worker);
}

}  // namespace parallel_testing::postgresql
