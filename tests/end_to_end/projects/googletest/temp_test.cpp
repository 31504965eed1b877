// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

TEST(Temp, IsFreshAndPrivate) {
  const pt::temp_dir dir;
  e2e::note("dir", dir.path());
  struct stat status {};
  ASSERT_EQ(::lstat(dir.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
  EXPECT_EQ(std::filesystem::canonical(dir.path()), dir.path());
  EXPECT_NE(dir.path().string().find(pt::this_worker().id()),
            std::string::npos);
}

class TempOdd : public testing::TestWithParam<const char*> {};
TEST_P(TempOdd, NameIsReplaced) {
  const pt::temp_dir dir(GetParam());
  const std::string name = dir.path().filename();
  e2e::note("odd", name);
  EXPECT_LE(name.size(), 60u);
  EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"),
            std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(
    All, TempOdd,
    testing::Values("a b", "a/b", "\xC3\xBC", "..x", "-rf", "new\nline",
                    "very long very long very long very long very long very "
                    "long very long very long very long very long very long"));

TEST(Temp, OutsideNamesAreRefused) {
  EXPECT_THROW(static_cast<void>(pt::temp_dir("/etc")), pt::error);
  EXPECT_THROW(static_cast<void>(pt::temp_dir("../up")), pt::error);
}

TEST(Temp, HoldsAUnixSocket) {
  const pt::temp_dir dir;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = dir / "a-socket-with-a-name-of-40-bytes........";
  ASSERT_LT(path.size(), sizeof address.sun_path) << path;
  std::strcpy(address.sun_path, path.c_str());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  EXPECT_EQ(
      ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(socket);
}

/// The directory of each outcome, and with a file that must stay or go.
class TempKept : public testing::Test {
 protected:
  pt::temp_dir fill() {
    pt::temp_dir dir;
    const std::string name =
        testing::UnitTest::GetInstance()->current_test_info()->name();
    e2e::note("dir_" + name, dir.path());
    std::filesystem::create_directory(dir / "inner");
    return dir;
  }
};
TEST_F(TempKept, Passed) {
  const pt::temp_dir dir = fill();
}
TEST_F(TempKept, Failed) {
  const pt::temp_dir dir = fill();
  FAIL();
}
TEST_F(TempKept, FailedLater) {
  { const pt::temp_dir dir = fill(); }
  FAIL();
}
TEST_F(TempKept, Crashed) {
  const pt::temp_dir dir = fill();
  ::raise(SIGKILL);
}
TEST_F(TempKept, TimedOut) {
  const pt::temp_dir dir = fill();
  e2e::take_time(60000);
}
PARALLEL_TESTING_MARK(TempKept, TimedOut, timeout(0.5s));

class TempSetUp : public TempKept {
 protected:
  void SetUp() override {
    const pt::temp_dir dir = fill();
    FAIL();
  }
};
TEST_F(TempSetUp, FailedInSetUp) {}

using TempBase = pt::test;
TEST_F(TempBase, FixtureHasADirectory) {
  EXPECT_TRUE(std::filesystem::is_directory(dir().path()));
  EXPECT_EQ(worker().id(), pt::this_worker().id());
}

TEST(TempLong, KeepsItsDirectoryWhileItRuns) {
  const pt::temp_dir dir;
  std::filesystem::create_directory(dir / "inner");
  e2e::note("long", dir.path());
  const std::string go = e2e::variable("E2E_SECTIONS") + "/go";
  while (!std::filesystem::exists(go)) e2e::take_time(5);
  EXPECT_TRUE(std::filesystem::exists(dir / "inner"));
}

TEST(TempMany, DifferentForEqualNames) {
  const pt::temp_dir one("same");
  const pt::temp_dir two("same");
  const pt::temp_dir three("sa/me");
  EXPECT_NE(one.path(), two.path());
  EXPECT_NE(two.path(), three.path());
}
