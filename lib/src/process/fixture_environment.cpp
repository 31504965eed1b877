// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/fixture_environment.hpp"

#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <parallel_testing/error.hpp>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

/// Not every C library declares it.
// NOLINTNEXTLINE(readability-redundant-declaration)
extern char** environ;

namespace parallel_testing {

namespace {

constexpr const char* exported = "PARALLEL_TESTING_POSTGRESQL";

/// The content of `<fixture>.fixture`.
struct server_fixture {
  std::string program;
  std::string scope;
};

server_fixture read_fixture(const private_directory& files,
                            const std::string& fixture) {
  const std::string text = read_whole(files.fd.get(), fixture + ".fixture");
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.size() < 2) {
    return {};
  }
  return {std::string(lines[0]), std::string(lines[1])};
}

/// The name of a database among those of its fixture.
std::string key_of(const database_choice& choice, const std::string& worker) {
  if (choice.scope == "named") {
    return "named-" + choice.name;
  }
  if (choice.scope == "shared") {
    return choice.scope;
  }
  return worker + "-" + choice.scope;
}

/// Runs the program that creates the database, and waits for it. Its output is
/// part of the test's output.
void create_database(const std::vector<std::string>& command) {
  pid_t child = 0;
  const int problem =
      ::posix_spawn(&child, command[0].c_str(), nullptr, nullptr,
                    os::exec_arguments(command).data(), environ);
  if (problem != 0) {
    os::throw_error("cannot start", command[0], problem,
                    "build this program again");
  }
  if (os::wait_for(child) == 0) {
    return;
  }
  throw error(
      "the database of this test could not be created, for the reason above; "
      "parallel_add_postgresql_server(... DATABASE shared) does not need one");
}

}  // namespace

std::vector<database_choice> databases_of(const marker_list& markers) {
  std::string scope;
  std::string name;
  for (const parsed_marker& marker : markers) {
    if (marker.kind != marker_kind::database) {
      continue;
    }
    if (marker.name.empty()) {
      scope = "test";
    } else if (name.empty() || marker.name < name) {
      name = marker.name;
    }
  }
  if (!name.empty()) {
    scope = "named";
  }
  std::vector<database_choice> choices;
  for (const parsed_marker& marker : markers) {
    if (marker.kind == marker_kind::fixture) {
      choices.push_back({marker.name, scope, name});
    }
  }
  return choices;
}

bool read_variables(const std::string& text, const std::string& owner,
                    std::vector<std::pair<std::string, std::string>>& found) {
  if (text.empty() || text.back() != '\n') {
    return false;
  }
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.size() < 2 || lines[0] != owner) {
    return false;
  }
  found.clear();
  for (std::size_t at = 1; at < lines.size(); ++at) {
    const std::size_t equals = lines[at].find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    found.emplace_back(lines[at].substr(0, equals),
                       lines[at].substr(equals + 1));
  }
  return !found.empty();
}

void export_fixture(process& here, const marker_list& markers,
                    server_route route) {
  const std::vector<database_choice> choices = databases_of(markers);
  if (choices.empty() || !here.is_test_of_ctest()) {
    return;
  }
  // The test keeps the variables that its launcher exported.
  const bool has_launcher = here.came_from() == origin::launched;
  if (has_launcher && ::getenv(exported) != nullptr) {
    return;
  }
  if (here.registered_run().id.empty()) {
    return;
  }
  const private_directory files = open_run_files("postgresql");
  for (database_choice choice : choices) {
    const server_fixture server = read_fixture(files, choice.fixture);
    if (server.program.empty()) {
      continue;
    }
    if (choice.scope.empty()) {
      choice.scope = server.scope;
    }
    std::string key = key_of(choice, here.who().id());
    if (route == server_route::socket) {
      key += "-socket";
    }
    // A test that is repeated gets a new database.
    std::string owner;
    if (choice.scope == "test") {
      owner = here.group().empty() ? process_token(::getpid()) : here.group();
    }
    const std::string file =
        fmt::format("{}.{}.variables", choice.fixture, key);
    std::vector<std::pair<std::string, std::string>> variables;
    const auto exists = [&] {
      return read_variables(read_whole(files.fd.get(), file), owner, variables);
    };
    if (!exists()) {
      create_database({server.program, "database", "--name", choice.fixture,
                       "--scope", choice.scope, "--database", choice.name,
                       "--key", key, "--owner", owner, "--route",
                       route == server_route::socket ? "socket" : "tcp"});
      if (!exists()) {
        throw error(fmt::format(
            "'{}/{}' is missing or incomplete; free some disk space",
            files.path, file));
      }
    }
    for (const auto& [name, value] : variables) {
      ::setenv(name.c_str(), value.c_str(), 1);
    }
    return;
  }
}

}  // namespace parallel_testing
