// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Servers that are full, broken or killed, and what is said about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <parallel_testing/error.hpp>

#include "postgresql/private_server.hpp"
#include "support/error_of.hpp"
#include "support/forked_child.hpp"

namespace parallel_testing::postgresql {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using unit::error_of;
using unit::forked_child;
using unit::private_server;

/// Looks again until it is so; the timeout of the test is the limit.
template <class Condition>
void wait_until(const Condition& is_so) {
  while (!is_so()) ::poll(nullptr, 0, 1);
}

struct trouble : testing::Test {
  void SetUp() override {
    if (!unit::has_server_programs()) {
      GTEST_SKIP() << "no PostgreSQL server is installed to be broken";
    }
  }
};

TEST_F(trouble, too_many_connections_are_said_with_what_helps) {
  const private_server server(5);
  std::vector<connection> all;
  // A connection that was closed counts until the server has noticed.
  wait_until([&] {
    return error_of([&] { all.emplace_back(server.settings()); }) ==
               "no error" &&
           all.size() == 5;
  });
  for (const std::string& said :
       {error_of([&] { const connection more(server.settings()); }),
        error_of([&] { ensure_ready({}, server.settings()); })}) {
    EXPECT_THAT(said, AllOf(HasSubstr("host " + server.directory()),
                            HasSubstr("too many clients already"),
                            HasSubstr("raise max_connections")));
  }
  all.pop_back();
  wait_until([&] {
    return error_of([&] { ensure_ready({}, server.settings()); }) == "no error";
  });
}

/// By which signal a server dies: at once, or telling its clients.
struct killed_server : trouble, testing::WithParamInterface<int> {
  std::optional<private_server> server;

  void SetUp() override {
    trouble::SetUp();
    if (!IsSkipped()) server.emplace();
  }

  /// The server has closed the connection.
  static void wait_for_end_of(connection& open) {
    pollfd event{PQsocket(open.native()), POLLIN, 0};
    ::poll(&event, 1, -1);
  }
};

TEST_P(killed_server, is_said_by_everything_that_used_it) {
  const template_database source("orders", "CREATE TABLE t(x int)",
                                 reuse::within_run, server->settings());
  std::string said_at_end;
  {
    const scoped_database mine(source);
    connection idle(mine.settings());
    connection open(mine.settings());
    transaction_session session(open);
    open.execute("INSERT INTO t VALUES (1)");
    ::kill(server->postmaster(), GetParam());
    wait_for_end_of(idle);
    wait_for_end_of(open);
    EXPECT_THAT(error_of([&] { idle.execute("SELECT 1"); }),
                AllOf(HasSubstr("host " + server->directory()),
                      HasSubstr("see its log; the statement was: SELECT "
                                "1")));
    EXPECT_THAT(error_of([&] { open.execute("SELECT 1"); }),
                HasSubstr("the server stopped or closed this connection"));
    EXPECT_THAT(error_of([&] { session.finish(); }),
                HasSubstr("the connection was lost"));
    EXPECT_THAT(error_of([&] { const connection next(mine.settings()); }),
                StartsWith("cannot connect to PostgreSQL (host " +
                           server->directory()));
    testing::internal::CaptureStderr();
  }
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("parallel-testing: cannot connect to PostgreSQL"));
}

INSTANTIATE_TEST_SUITE_P(by, killed_server, testing::Values(SIGKILL, SIGQUIT),
                         [](const auto& signal) {
                           return std::string(
                               signal.param == SIGKILL ? "kill" : "immediate");
                         });

/// From now on, only this process and its children see what it mounts.
bool has_own_mounts() {
  return ::unshare(CLONE_NEWNS) == 0 &&
         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

/// A disk of 24 MB below the directory of a server, for its user.
bool mount_small_disk(const private_server& server, const std::string& place) {
  struct stat of {};
  ::stat(server.directory().c_str(), &of);
  const std::string options =
      "mode=700,size=24m,uid=" + std::to_string(of.st_uid) +
      ",gid=" + std::to_string(of.st_gid);
  return ::mkdir(place.c_str(), 0700) == 0 &&
         ::mount("tmpfs", place.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

std::string count_of_unfinished(const private_server& server) {
  return connection(server.settings())
      .value("SELECT count(*) FROM pg_database WHERE datname LIKE 'pt\\_%'");
}

TEST_F(trouble, a_full_disk_of_the_server_is_said_and_leaves_nothing) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may mount a small disk";
  forked_child test([](unit::parent& parent) {
    if (!has_own_mounts()) return parent.tell("skip");
    const private_server server;
    const std::string disk = server.directory() + "/disk";
    if (!mount_small_disk(server, disk)) return parent.tell("skip");
    const template_database source("orders", "CREATE TABLE t(x int)",
                                   reuse::within_run, server.settings());
    connection open(server.settings());
    open.execute("CREATE TABLESPACE small LOCATION '" + disk + "'");
    open.execute("ALTER DATABASE " + quote_identifier(source.name()) +
                 " SET TABLESPACE small");
    parent.tell(error_of([&] {
      for (int at = 0; at < 10; ++at) const scoped_database fits(source);
    }));
    parent.tell(count_of_unfinished(server));
    ::mount(nullptr, disk.c_str(), nullptr, MS_REMOUNT, "size=64m");
    parent.tell(error_of([&] { const scoped_database fits(source); }));
    ::umount2(disk.c_str(), MNT_DETACH);
  });
  const std::string said = test.receive();
  if (said == "skip") GTEST_SKIP() << "this machine lets nobody mount a disk";
  EXPECT_THAT(said,
              AllOf(HasSubstr("No space left on device"),
                    HasSubstr("free some disk space on the server's disk")));
  EXPECT_EQ(test.receive(), "0");
  EXPECT_EQ(test.receive(), "no error");
  EXPECT_EQ(test.finish(), 0);  // and the server is gone
}

}  // namespace
}  // namespace parallel_testing::postgresql
