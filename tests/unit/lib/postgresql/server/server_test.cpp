// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fixture's program, with this test in the place of ctest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <parallel_testing/postgresql.hpp>
#include <stdexcept>

#include "base/process_info.hpp"
#include "locks/port_lock.hpp"
#include "postgresql/private_server.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::postgresql {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using unit::child_process;
using unit::environment;
using unit::scratch;

struct result {
  int status;
  std::string output;
};

result run(const std::vector<std::string>& options,
           const environment& variables) {
  std::vector<std::string> command = {"/bin/sh", "-c", "exec \"$0\" \"$@\" >&2",
                                      SERVER_PROGRAM};
  command.insert(command.end(), options.begin(), options.end());
  child_process program(command, variables);
  const int status = program.finish();
  return {status, program.errors()};
}

environment of_ctest(const scratch& place, const std::string& run,
                     const std::string& token) {
  environment variables = place.under_ctest(run);
  variables["PARALLEL_TESTING_CTEST"] = token;
  variables["PATH"] = "/usr/bin:/bin";
  return variables;
}

/// Where the program said the server is.
std::string directory_in(const std::string& output) {
  const std::size_t at = output.rfind(" in /");
  if (at == std::string::npos) return "";
  return output.substr(at + 4, output.find('\n', at) - at - 4);
}

std::string port_in(const std::string& output) {
  const std::size_t at = output.rfind(", port ") + 7;
  return output.substr(at, output.find(',', at) - at);
}

/// Over the socket in the directory, whose name tells the port.
connection_settings server_in(const std::string& directory) {
  std::string port;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (name.rfind(".s.PGSQL.", 0) == 0 && entry.is_socket()) {
      port = name.substr(9);
    }
  }
  return connection_settings("host=" + directory + " port=" + port +
                             " user=postgres dbname=postgres");
}

bool answers(const std::string& directory) {
  try {
    return connection(server_in(directory)).value("SELECT 1") == "1";
  } catch (const std::exception&) {
    return false;
  }
}

struct server_fixture : testing::Test {
  scratch place;
  environment mine = of_ctest(place, "run1", process_token(::getpid()));
};

/// What the fixture handed to the tests of its run.
connection_settings handed_out(const scratch& place) {
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(place.temp_root())) {
    if (entry.path().filename() == "pg.server") {
      return connection_settings(unit::content_of(entry.path()));
    }
  }
  throw std::runtime_error("no connection was handed out");
}

TEST_F(server_fixture, C51_C62_keeps_its_port_until_it_is_removed) {
  const result started = run({"start", "--name", "pg"}, mine);
  ASSERT_EQ(started.status, 0) << started.output;
  const connection_settings socket = handed_out(place);
  EXPECT_EQ(socket.value("port"), port_in(started.output));
  const connection_settings tcp = socket.over_tcp();
  EXPECT_EQ(tcp.value("host"), "127.0.0.1");
  EXPECT_EQ(connection(tcp).value("SHOW port"), tcp.value("port"));
  EXPECT_THROW(const connection refused(tcp.with("password", "wrong")), error);
  // The program that started it is gone; the server itself holds the port.
  const private_directory unused{};
  const auto port = static_cast<std::uint16_t>(std::stoi(tcp.value("port")));
  EXPECT_FALSE(try_port_lock(unused, port));
  const pid_t postmaster = unit::postmaster_of(socket.value("host"));
  EXPECT_EQ(port_lock_holder(port), "pid " + std::to_string(postmaster));
  const std::string directory = directory_in(started.output);
  EXPECT_EQ(directory, socket.value("host"));
  EXPECT_TRUE(answers(directory));
  EXPECT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
  EXPECT_TRUE(try_port_lock(unused, port));
  EXPECT_FALSE(std::filesystem::exists(directory));
}

TEST_F(server_fixture, C62_that_was_killed_is_removed_all_the_same) {
  const std::string directory =
      directory_in(run({"start", "--name", "pg"}, mine).output);
  ASSERT_EQ(::kill(unit::postmaster_of(directory), SIGKILL), 0);
  const result stopped = run({"stop", "--name", "pg"}, mine);
  EXPECT_EQ(stopped.status, 0);
  EXPECT_EQ(stopped.output, "");
  EXPECT_FALSE(std::filesystem::exists(directory));
  EXPECT_TRUE(std::filesystem::is_empty(place.state() + "/servers"));
}

/// Where the files of the server are.
std::filesystem::path files_of(const std::string& directory) {
  return std::filesystem::canonical(directory + "/data");
}

TEST_F(server_fixture, C62_in_memory_leaves_nothing_there_even_when_killed) {
  const std::string directory =
      directory_in(run({"start", "--name", "pg"}, mine).output);
  const std::filesystem::path files = files_of(directory);
  if (files == directory + "/data") {
    ASSERT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
    GTEST_SKIP() << "this machine has no room in /dev/shm";
  }
  EXPECT_EQ(files.parent_path(), "/dev/shm");
  EXPECT_EQ(std::filesystem::status(files).permissions(),
            std::filesystem::perms::owner_all);
  ASSERT_EQ(::kill(unit::postmaster_of(directory), SIGKILL), 0);
  EXPECT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
  EXPECT_FALSE(std::filesystem::exists(directory));
  EXPECT_FALSE(std::filesystem::exists(files));
}

TEST_F(server_fixture, is_on_the_disk_when_that_is_asked_for) {
  mine["PARALLEL_TESTING_POSTGRESQL_STORAGE"] = "disk";
  const std::string directory =
      directory_in(run({"start", "--name", "pg"}, mine).output);
  EXPECT_EQ(files_of(directory), directory + "/data");
  EXPECT_TRUE(answers(directory));
  EXPECT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
  EXPECT_FALSE(std::filesystem::exists(directory));
}

TEST_F(server_fixture, C49_of_two_runs_are_two_servers) {
  const environment other = of_ctest(place, "run2", process_token(::getpid()));
  const std::string one =
      directory_in(run({"start", "--name", "pg"}, mine).output);
  const std::string two =
      directory_in(run({"start", "--name", "pg"}, other).output);
  EXPECT_NE(one, two);
  EXPECT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
  EXPECT_FALSE(answers(one));
  EXPECT_TRUE(answers(two));
  EXPECT_EQ(run({"stop", "--name", "pg"}, other).status, 0);
}

TEST_F(server_fixture, gives_extensions_and_sql_to_all_databases) {
  const std::string file = place.path("schema.sql");
  unit::write_to(file, "CREATE TABLE given(x int)");
  const result started = run(
      {"start", "--name", "pg", "--extension", "plpgsql", "--sql", file}, mine);
  ASSERT_EQ(started.status, 0) << started.output;
  const connection_settings server = server_in(directory_in(started.output));
  connection(server).execute("CREATE DATABASE made");
  for (const char* database : {"postgres", "made"}) {
    EXPECT_EQ(connection(server.with("dbname", database))
                  .value("SELECT count(*) FROM given"),
              "0");
  }
  EXPECT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
}

TEST_F(server_fixture, that_cannot_be_set_up_leaves_no_server) {
  const result failed =
      run({"start", "--name", "pg", "--extension", "no_such_extension"}, mine);
  EXPECT_EQ(failed.status, 3);
  EXPECT_THAT(failed.output, HasSubstr("extension no_such_extension: it is "
                                       "not installed"));
  const result missing =
      run({"start", "--name", "pg", "--sql", place.path("none.sql")}, mine);
  EXPECT_THAT(missing.output,
              HasSubstr("cannot read the SQL file '" + place.path("none.sql")));
  EXPECT_TRUE(std::filesystem::is_empty(place.state() + "/servers"));
}

TEST_F(server_fixture, says_which_server_is_not_installed) {
  const result failed = run({"start", "--name", "pg", "--version", "99"}, mine);
  EXPECT_EQ(failed.status, 3);
  EXPECT_THAT(failed.output,
              AllOf(HasSubstr("no PostgreSQL server 99 is installed"),
                    HasSubstr("apt-get install postgresql"),
                    HasSubstr("or set DATABASE_URL")));
}

TEST_F(server_fixture, C76_uses_the_server_of_the_environment_instead) {
  mine["DATABASE_URL"] = connection_settings::from_environment()
                             .with("password", "s3cr3t")
                             .conninfo();
  const result used = run({"start", "--name", "pg"}, mine);
  EXPECT_EQ(used.status, 0) << used.output;
  EXPECT_THAT(used.output, AllOf(HasSubstr("using the server at host "),
                                 testing::Not(HasSubstr("s3cr3t"))));
  EXPECT_EQ(run({"stop", "--name", "pg"}, mine).status, 0);
  EXPECT_EQ(connection().value("SELECT 1"), "1");
}

TEST_F(server_fixture, refuses_wrong_calls) {
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{},
                                             {"start"},
                                             {"start", "--name"},
                                             {"restart", "--name", "pg"},
                                             {"start", "--name", "../pg"},
                                             {"start", "--nmae", "pg"}}) {
    const result refused = run(options, mine);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.output, HasSubstr("usage: "));
  }
  EXPECT_EQ(run({"start", "--name", "pg"}, place.by_hand()).status, 3);
}

}  // namespace
}  // namespace parallel_testing::postgresql
