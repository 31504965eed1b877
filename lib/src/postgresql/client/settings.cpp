// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <libpq-fe.h>
#include <stdlib.h>

#include <map>
#include <memory>
#include <parallel_testing/error.hpp>
#include <parallel_testing/postgresql.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "postgresql/client/server_file.hpp"
#include "postgresql/client/test_database.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

using options = std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)>;

bool names_a_server() {
  return !os::variable("PGHOST").empty() ||
         !os::variable("PGHOSTADDR").empty() ||
         !os::variable("PGSERVICE").empty();
}

std::string escaped(const std::string& value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  return text + "'";
}

}  // namespace

struct connection_settings::keywords : std::map<std::string, std::string> {};

connection_settings connection_settings::from_environment(
    std::string_view fixture) {
  if (is_named_by_fixture()) {
    return connection_settings(conninfo_of_server(std::string(fixture)));
  }
  const std::string url = os::variable("DATABASE_URL");
  if (!url.empty()) {
    try {
      return connection_settings(url);
    } catch (const error& problem) {
      throw error(fmt::format("DATABASE_URL: {}", problem.what()));
    }
  }
  if (names_a_server()) {
    return connection_settings("");
  }
  return connection_settings(conninfo_of_server(std::string(fixture)));
}

connection_settings::connection_settings(const std::string& conninfo) {
  char* reason = nullptr;
  const options parsed(PQconninfoParse(conninfo.c_str(), &reason),
                       PQconninfoFree);
  // Do not show libpq's reason: it quotes the text, which may contain the
  // password.
  PQfreemem(reason);
  if (!parsed) {
    throw error(
        "this is not a PostgreSQL connection string (it is not shown, because "
        "it may contain a password); write "
        "postgresql://user@host:port/database "
        "or \"host=… port=… dbname=… user=…\"");
  }
  const auto given = std::make_shared<keywords>();
  for (const PQconninfoOption* each = parsed.get(); each->keyword != nullptr;
       ++each) {
    if (each->val != nullptr) {
      (*given)[each->keyword] = each->val;
    }
  }
  values_ = given;
}

connection_settings connection_settings::with(const std::string& keyword,
                                              const std::string& value) const {
  const auto given = std::make_shared<keywords>(*values_);
  (*given)[keyword] = value;
  connection_settings changed = *this;
  changed.values_ = given;
  return changed;
}

std::string connection_settings::value(const std::string& keyword) const {
  const auto found = values_->find(keyword);
  if (found != values_->end()) {
    return found->second;
  }
  const options defaults(PQconndefaults(), PQconninfoFree);
  for (const PQconninfoOption* each = defaults.get();
       each != nullptr && each->keyword != nullptr; ++each) {
    if (keyword == each->keyword && each->val != nullptr) {
      return each->val;
    }
  }
  return "";
}

connection_settings connection_settings::over_tcp() const {
  const std::string host = value("host");
  // The rule of libpq: hostaddr is an address, and a path is a socket.
  const bool is_socket =
      value("hostaddr").empty() &&
      (host.empty() || host.front() == '/' || host.front() == '@');
  return is_socket ? with("host", "127.0.0.1") : *this;
}

std::string connection_settings::conninfo() const {
  std::map<std::string, std::string> all = *values_;
  process& here = process::current();
  all.try_emplace("application_name",
                  application_name(here.test().name(), here.who().id()));
  all.try_emplace("connect_timeout", "10");
  std::string text;
  for (const auto& [keyword, value] : all) {
    if (!text.empty()) {
      text += ' ';
    }
    text += keyword + "=" + escaped(value);
  }
  return text;
}

std::string connection_settings::description() const {
  std::string host = value("host");
  if (host.empty()) {
    host = value("hostaddr");
  }
  if (host.empty()) {
    host = "the local socket";
  }
  const std::string user = value("user");
  const std::string database = value("dbname");
  return fmt::format("host {}, port {}, database {}, user {}", host,
                     value("port"), database.empty() ? user : database, user);
}

}  // namespace parallel_testing::postgresql
