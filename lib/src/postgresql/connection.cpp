// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/connection.hpp"

#include <poll.h>

#include <parallel_testing/error.hpp>
#include <utility>

#include "format.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::size_t longest_quotation = 200;
constexpr std::string_view object_in_use = "55006";
constexpr int longest_application_name = 63;

std::string text_of(const char* text) {
  return text == nullptr ? "" : text;
}

bool is_fine(const PGresult* of) {
  const ExecStatusType status = PQresultStatus(of);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
         status == PGRES_EMPTY_QUERY;
}

[[noreturn]] void throw_statement_error(PGconn* on, const std::string& sql) {
  const bool is_long = sql.size() > longest_quotation;
  throw error(fmt::format(
      "PostgreSQL ({}): {}; the statement was: {}{}", description_of(on),
      message_of(on), sql.substr(0, longest_quotation), is_long ? " …" : ""));
}

result run(PGconn* on, const std::string& sql) {
  result made(PQexec(on, sql.c_str()));
  if (!is_fine(made.get())) throw_statement_error(on, sql);
  return made;
}

void without(std::string& text, const std::string& secret) {
  if (secret.empty()) return;
  for (std::size_t at = text.find(secret); at != text.npos;
       at = text.find(secret, at)) {
    text.replace(at, secret.size(), "***");
    at += 3;
  }
}

void ignore_notice(void*, const PGresult*) {}

}  // namespace

std::string message_of(PGconn* on) {
  std::string text = on == nullptr ? "out of memory" : PQerrorMessage(on);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  if (on != nullptr) without(text, text_of(PQpass(on)));
  return text;
}

std::string description_of(PGconn* on) {
  return fmt::format("host {}, port {}, database {}, user {}",
                     text_of(PQhost(on)), text_of(PQport(on)),
                     text_of(PQdb(on)), text_of(PQuser(on)));
}

std::string state_of(const PGresult* failed) {
  return text_of(PQresultErrorField(failed, PG_DIAG_SQLSTATE));
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
  throw error(fmt::format(
      "cannot connect to PostgreSQL ({}): {}; start the server, mark the test "
      "with the fixture that starts one and run it by ctest, or set "
      "DATABASE_URL",
      to.description(), reason));
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
  if (PQntuples(made.get()) == 0 || PQnfields(made.get()) == 0) return "";
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

void execute_when_free(connection& on, const std::string& sql) {
  constexpr int most_attempts = 200;
  for (int attempt = 1;; ++attempt) {
    const result made(PQexec(on.native(), sql.c_str()));
    if (is_fine(made.get())) return;
    const bool may_succeed = state_of(made.get()) == object_in_use;
    if (!may_succeed || attempt == most_attempts) {
      throw_statement_error(on.native(), sql);
    }
    ::poll(nullptr, 0, 10);
  }
}

std::string quote_identifier(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

std::string literal(connection& on, const std::string& text) {
  const std::unique_ptr<char, void (*)(void*)> made(
      PQescapeLiteral(on.native(), text.c_str(), text.size()), PQfreemem);
  if (!made) throw_statement_error(on.native(), "a literal");
  return made.get();
}

std::string application_name(std::string_view test, std::string_view worker) {
  const std::size_t room = longest_application_name - 1 - worker.size();
  std::string name(test.substr(0, room));
  for (char& c : name) {
    if (c < ' ' || c > '~') c = '?';
  }
  return name + "@" + std::string(worker);
}

}  // namespace parallel_testing::postgresql
