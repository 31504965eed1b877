// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/test_database.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "postgresql/client/connection.hpp"
#include "postgresql/client/leftovers.hpp"
#include "postgresql/client/objects.hpp"
#include "postgresql/client/ownership.hpp"
#include "process/fixture_environment.hpp"
#include "process/process.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::size_t longest_database_name = 63;
constexpr const char* marker_variable = "PARALLEL_TESTING_POSTGRESQL";

std::string environment_value(const char* name) {
  const char* const value = ::getenv(name);
  return value == nullptr ? "" : value;
}

void write_private(const private_directory& in, const std::string& name,
                   const std::string& text) {
  if (replace_whole(in.fd.get(), name, text)) {
    return;
  }
  os::throw_error("cannot write", in.path + "/" + name, errno,
                  "free some disk space");
}

std::string encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                          c == '.';
    if (is_plain) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

/// A hash of DATABASE_URL and the other variables that name the server.
std::string fingerprint(const std::string& url, const std::string& host,
                        const std::string& port) {
  return hex(hash(url + "\n" + host + "\n" + port), 16);
}

/// The name of the database. It contains a hash of the run on a server that
/// this run did not start, because other runs may use that server.
std::string database_name(const wanted_database& wanted, bool is_own,
                          const connection_settings& server) {
  if (wanted.scope == "shared") {
    return server.value("dbname");
  }
  const process& here = process::current();
  std::string name = wanted.name;
  if (wanted.scope == "worker") {
    name = "worker_" + here.who().id();
  }
  if (wanted.scope == "test") {
    name = "test_" + here.who().id();
  }
  if (is_own && name.size() <= longest_database_name) {
    return name;
  }
  // Long names that begin with the same text remain different.
  const std::string run = is_own ? "" : here.registered_run().id;
  const std::string ending = "_" + hex(hash(run + "\n" + name), 8);
  return name.substr(0, longest_database_name - ending.size()) + ending;
}

bool exists(connection& on, const std::string& name) {
  return !on.value(fmt::format("SELECT 1 FROM pg_database WHERE datname = {}",
                               literal(on, name)))
              .empty();
}

bool can_create_databases(connection& on) {
  return on.value(
             "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = "
             "current_user") == "t";
}

/// Creates the database with the mark of this run, so that the next run drops
/// it from a server that outlives this run.
void make(connection& on, const connection_settings& server,
          const wanted_database& wanted, const std::string& name) {
  if (wanted.scope == "test") {
    return create_database(server, name, "");
  }
  if (exists(on, name)) {
    return;
  }
  finish_database(on, create_unfinished(on, ""), name, to_text(own_mark()),
                  if_there::keep);
}

using variables = std::vector<std::pair<std::string, std::string>>;

/// Values that are not set are left to libpq.
variables variables_of(const connection_settings& to) {
  variables all;
  for (const auto& [name, keyword] :
       {std::pair("PGHOST", "host"), std::pair("PGPORT", "port"),
        std::pair("PGUSER", "user"), std::pair("PGPASSWORD", "password"),
        std::pair("PGDATABASE", "dbname")}) {
    const std::string value = to.value(keyword);
    if (!value.empty()) {
      all.emplace_back(name, value);
    }
  }
  all.emplace_back("DATABASE_URL", url_of(to));
  return all;
}

/// Adds the password file of a server that the fixture started.
void add_own_variables(variables& all, const connection_settings& to,
                       const std::string& fixture,
                       const private_directory& files) {
  const std::string password_file = fixture + ".pgpass";
  write_private(files, password_file,
                fmt::format("*:{}:*:{}:{}\n", to.value("port"),
                            to.value("user"), to.value("password")));
  all.emplace_back("PGPASSFILE", files.path + "/" + password_file);
  all.emplace_back(
      marker_variable,
      fmt::format("{} {}", fixture,
                  fingerprint(url_of(to), to.value("host"), to.value("port"))));
}

}  // namespace

std::string url_of(const connection_settings& to) {
  std::string host = to.value("host");
  if (host.empty()) {
    host = to.value("hostaddr");
  }
  const bool is_socket = host.empty() || host.front() == '/';
  std::string url = "postgresql://" + encoded(to.value("user"));
  const std::string password = to.value("password");
  if (!password.empty()) {
    url += ":" + encoded(password);
  }
  url += "@" + (is_socket ? "" : encoded(host) + ":" + to.value("port"));
  url += "/" + encoded(to.value("dbname"));
  std::string separator = "?";
  const auto add = [&](const char* keyword, const std::string& value) {
    if (value.empty()) {
      return;
    }
    url += separator + keyword + "=" + encoded(value);
    separator = "&";
  };
  if (is_socket) {
    add("host", host);
    add("port", to.value("port"));
  }
  for (const char* keyword : {"sslmode", "sslrootcert", "sslcert", "sslkey"}) {
    const std::string value = to.value(keyword);
    if (value != "prefer") {
      add(keyword, value);
    }
  }
  return url;
}

bool is_named_by_fixture() {
  const std::string text = environment_value(marker_variable);
  const std::size_t blank = text.find(' ');
  return blank != std::string::npos &&
         environment_value("PGHOSTADDR").empty() &&
         environment_value("PGSERVICE").empty() &&
         text.substr(blank + 1) ==
             fingerprint(environment_value("DATABASE_URL"),
                         environment_value("PGHOST"),
                         environment_value("PGPORT"));
}

void publish_fixture(const std::string& fixture, const fixture_record& record) {
  std::string text = fmt::format("{}\n{}\n{}\n", record.program, record.scope,
                                 record.is_own ? "own" : "outside");
  for (const std::string& each : record.extensions) {
    text += "extension " + each + "\n";
  }
  for (const std::string& each : record.sql_files) {
    text += "sql " + each + "\n";
  }
  write_private(open_run_files("postgresql"), fixture + ".fixture", text);
}

fixture_record read_fixture_record(const std::string& fixture) {
  const private_directory files = open_run_files("postgresql");
  const std::string text = read_whole(files.fd.get(), fixture + ".fixture");
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.size() < 3) {
    throw error(fmt::format(
        "no fixture '{}' started a PostgreSQL server in this run", fixture));
  }
  fixture_record record{
      std::string(lines[0]), std::string(lines[1]), lines[2] == "own", {}, {}};
  for (const std::string_view line : lines) {
    const std::string_view value = line.substr(line.find(' ') + 1);
    if (starts_with(line, "extension ")) {
      record.extensions.emplace_back(value);
    }
    if (starts_with(line, "sql ")) {
      record.sql_files.emplace_back(value);
    }
  }
  return record;
}

void forget_fixture(const std::string& fixture) {
  const private_directory directory = open_run_files("postgresql");
  ::unlinkat(directory.fd.get(), (fixture + ".fixture").c_str(), 0);
}

void make_test_database(const wanted_database& wanted,
                        void (*set_up)(const fixture_record&,
                                       const connection_settings&)) {
  const private_directory files = open_run_files("postgresql");
  const fixture_record record = read_fixture_record(wanted.fixture);
  const std::string file =
      fmt::format("{}.{}.variables", wanted.fixture, wanted.key);
  const std::string lock = file + ".lock";
  const unique_fd locked = open_lock_file(files, lock);
  wait_for_lock(locked.get(), lock_mode::exclusive, lock);
  variables all;
  if (read_variables(read_whole(files.fd.get(), file), wanted.owner, all)) {
    return;
  }
  connection_settings server =
      connection_settings::from_environment(wanted.fixture);
  std::string name = database_name(wanted, record.is_own, server);
  if (wanted.scope != "shared") {
    connection on(server);
    if (!record.is_own && !can_create_databases(on)) {
      os::say(
          fmt::format("{}: this role cannot create databases, so the tests "
                      "share one; grant it CREATEDB to get one per worker",
                      server.description()));
      name = server.value("dbname");
    } else {
      if (!record.is_own) {
        collect_once(server);
      }
      make(on, server, wanted, name);
      if (!record.is_own) {
        set_up(record, server.with("dbname", name));
      }
    }
  }
  connection_settings to = server.with("dbname", name);
  if (record.is_own && wanted.route == "tcp") {
    to = to.over_tcp();
  }
  all = variables_of(to);
  if (record.is_own) {
    add_own_variables(all, to, wanted.fixture, files);
  } else {
    all.emplace_back(marker_variable, wanted.fixture);
  }
  std::string text = wanted.owner + "\n";
  for (const auto& [key, value] : all) {
    text += key + "=" + value + "\n";
  }
  write_private(files, file, text);
}

}  // namespace parallel_testing::postgresql
