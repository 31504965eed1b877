// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <poll.h>

#include <algorithm>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "postgresql/client/connection.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

using detail::plain_requirements;
using std::chrono::steady_clock;

/// libpq accepts only whole seconds, and at least two.
connection_settings within(const connection_settings& to,
                           std::chrono::milliseconds limit) {
  if (!to.value("connect_timeout").empty()) {
    return to;
  }
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limit).count();
  return to.with("connect_timeout",
                 std::to_string(std::max<decltype(seconds)>(seconds, 2)));
}

/// Waits while the server does not answer or is still starting. A refusal ends
/// the wait.
void wait_until_it_answers(const connection_settings& to,
                           std::chrono::milliseconds limit) {
  const auto start = steady_clock::now();
  int pause_ms = 5;
  for (;;) {
    const PGPing answer = PQping(to.conninfo().c_str());
    if (answer == PQPING_OK || answer == PQPING_NO_ATTEMPT) {
      return;
    }
    if (steady_clock::now() - start >= limit) {
      return;
    }
    ::poll(nullptr, 0, pause_ms);
    pause_ms = std::min(pause_ms * 2, 200);
  }
}

int number(connection& on, const std::string& sql) {
  return std::stoi(on.value(sql));
}

std::string version_text(int number) {
  return fmt::format("{}.{}", number / 10000, number % 10000);
}

void check_version(connection& on, const plain_requirements& needed,
                   std::string& missing) {
  const int version = PQserverVersion(on.native());
  if (version >= needed.minimum_version) {
    return;
  }
  missing +=
      fmt::format("\n  version {}: this server is {}; upgrade it",
                  version_text(needed.minimum_version), version_text(version));
}

void check_extension(connection& on, const plain_requirements& needed,
                     const std::string& name, std::string& missing) {
  const std::string text = literal(on, name);
  if (on.value("SELECT 1 FROM pg_extension WHERE extname = " + text) == "1") {
    return;
  }
  const std::string command =
      fmt::format("CREATE EXTENSION IF NOT EXISTS {}", quote_identifier(name));
  if (on.value("SELECT 1 FROM pg_available_extensions WHERE name = " + text) !=
      "1") {
    missing += fmt::format(
        "\n  extension {}: it is not installed on the server's machine; "
        "install the package that contains it (Debian: postgresql-contrib, or "
        "postgresql-<version>-<name>)",
        name);
    return;
  }
  const bool may_create =
      needed.when_missing == plain_requirements::missing_extensions::create;
  if (may_create && succeeds(on.native(), command)) {
    return;
  }
  missing += fmt::format(
      "\n  extension {}: {}; run as a superuser: {}", name,
      may_create ? message_of(on.native()) : "it was not created", command);
}

void check_connections(connection& on, const plain_requirements& needed,
                       std::string& missing) {
  const int workers = process::current().config().worker_count;
  const int required = needed.connections_per_worker * workers;
  if (required == 0) {
    return;
  }
  const int most =
      number(on,
             "SELECT current_setting('max_connections')::int - "
             "current_setting('superuser_reserved_connections')::int");
  const int used = number(on,
                          "SELECT count(*) FROM pg_stat_activity WHERE "
                          "backend_type = 'client backend' AND "
                          "pid <> pg_backend_pid()");
  if (most - used >= required) {
    return;
  }
  missing += fmt::format(
      "\n  {} connections, {} for each of {} workers: {} of {} are free; run "
      "ALTER SYSTEM SET max_connections = {} and restart the server",
      required, needed.connections_per_worker, workers,
      std::max(most - used, 0), most, required + used + 20);
}

}  // namespace

void detail::ensure_ready(const plain_requirements& needed,
                          const std::string* extensions, std::size_t count,
                          const connection_settings& to) {
  const connection_settings limited = within(to, needed.limit);
  wait_until_it_answers(limited, needed.limit);
  connection open(limited);
  std::string missing;
  check_version(open, needed, missing);
  for (std::size_t at = 0; at < count; ++at) {
    check_extension(open, needed, extensions[at], missing);
  }
  check_connections(open, needed, missing);
  if (missing.empty()) {
    return;
  }
  throw error(fmt::format("PostgreSQL ({}) does not meet these requirements:{}",
                          to.description(), missing));
}

}  // namespace parallel_testing::postgresql
