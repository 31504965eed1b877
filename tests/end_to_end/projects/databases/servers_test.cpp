// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <dirent.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <parallel_testing/postgresql.hpp>

#include "note.hpp"

namespace pg = parallel_testing::postgresql;

namespace {

void note_server() {
  const auto server = pg::connection_settings::from_environment();
  e2e::note("server", server.value("host"));
  e2e::note("port", server.value("port"));
}

/// The command lines of all processes, and what they call themselves.
std::string all_titles() {
  std::string text;
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(::opendir("/proc"),
                                                      ::closedir);
  while (const dirent* entry = ::readdir(processes.get())) {
    for (const char* name : {"/cmdline", "/comm"}) {
      std::ifstream file(std::string("/proc/") + entry->d_name + name);
      text.append(std::istreambuf_iterator<char>(file), {});
    }
  }
  return text;
}

}  // namespace

TEST(Fixture, HasAServer) {
  note_server();
  EXPECT_EQ(pg::connection().value("SELECT 1"), "1");
}

TEST(Fixture, HasItOverTcp) {
  note_server();
  const auto tcp = pg::connection_settings::from_environment().over_tcp();
  EXPECT_EQ(pg::connection(tcp).value("SHOW port"), tcp.value("port"));
}

TEST(Fixture, Fails) {
  note_server();
  FAIL() << "on purpose";
}

TEST(Waits, WithAServer) {
  note_server();
  e2e::note("going", std::to_string(::getpid()));
  for (;;) ::pause();
}

TEST(Broken, HasNoServer) {
  e2e::note("broken", "ran");
}

TEST(Unaffected, Passes) {}

// With a DATABASE_URL whose password is wrong: everything that connects fails.
TEST(Password, OfAConnection) {
  const pg::connection open;
}
TEST(Password, OfEnsureReady) {
  pg::ensure_ready({});
}
TEST(Password, OfATemplate) {
  const pg::template_database source("orders", "SELECT 1");
}
TEST(Password, OfADatabase) {
  const pg::scoped_database mine;
}
TEST(Password, OfASchema) {
  const pg::scoped_schema mine;
}
TEST(Password, OfACollection) {
  pg::collect_leftovers();
}

// With one whose password is right.
TEST(Titles, TellNoPassword) {
  const auto settings = pg::connection_settings::from_environment();
  const std::string password = settings.value("password");
  ASSERT_NE(password, "");
  const pg::scoped_database mine;
  const pg::connection open(mine.settings());
  const std::string titles = all_titles();
  EXPECT_NE(titles.find(mine.name()), std::string::npos) << "of the server";
  EXPECT_EQ(titles.find(password), std::string::npos);
  pg::connection(mine.settings()).execute("SELECT nonsense");
}
