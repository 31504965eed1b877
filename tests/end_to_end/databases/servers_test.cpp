// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <filesystem>
#include <set>

#include "outside_server.hpp"
#include "support/files.hpp"

namespace parallel_testing::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

/// Without any server but those of the project's fixtures.
struct servers : testing::Test {
  sandbox box{E2E_BUILD};

  void SetUp() override {
    for (const char* name :
         {"DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE"}) {
      box.unset(name);
    }
  }

  static bool is_there(const std::string& directory) {
    return std::filesystem::exists(directory);
  }
};

TEST_F(servers, C62_stop_after_the_last_user_also_when_users_fail) {
  const ctest_result result = box.ctest({"-j8", "-R", "^Fixture\\."});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), ElementsAre("Fixture.Fails"));
  EXPECT_THAT(result.passed(),
              IsSupersetOf({"Fixture.HasAServer", "Fixture.HasItOverTcp",
                            "pg.start", "pg.stop"}));
  const std::vector<std::string> directories = result.noted("server");
  ASSERT_THAT(directories, SizeIs(3));
  EXPECT_THAT(std::set<std::string>(directories.begin(), directories.end()),
              SizeIs(1));
  EXPECT_FALSE(is_there(directories[0]));
}

TEST_F(servers, C61_that_cannot_be_set_up_keep_only_their_users_from_running) {
  const ctest_result result =
      box.ctest({"-j8", "-R", "^(Broken|Unaffected)\\."});
  EXPECT_THAT(result.failed(), ElementsAre("broken.start"));
  EXPECT_EQ(result.at("Broken.HasNoServer").status, "notrun");
  EXPECT_THAT(result.noted("broken"), IsEmpty());
  EXPECT_THAT(result.passed(),
              IsSupersetOf({"Unaffected.Passes", "broken.stop"}));
  EXPECT_THAT(result.at("broken.start").output,
              HasSubstr("extension no_such_extension: it is not installed"));
}

TEST_F(servers, C36_of_a_killed_ctest_are_removed_by_the_next_run) {
  running_ctest killed = box.start_ctest({"-R", "^Waits\\."});
  while (killed.noted("going").empty()) ::poll(nullptr, 0, 1);
  const std::string left = killed.noted("server")[0];
  ::kill(killed.pid(), SIGKILL);
  ::kill(std::stoi(killed.noted("going")[0]), SIGKILL);
  (void)killed.wait();
  EXPECT_TRUE(is_there(left));
  const ctest_result next = box.ctest({"-R", "^Fixture\\.Has"});
  EXPECT_EQ(what_went_wrong(next), "");
  EXPECT_FALSE(is_there(left));
}

struct passwords : testing::Test {
  sandbox_with_server box;
  postgresql::connection_settings server =
      postgresql::connection_settings::from_environment().over_tcp();

  /// All that the last run wrote down anywhere.
  std::string written(const ctest_result& result) const {
    std::string text = result.output;
    const std::string runs = box.runs_directory() + "/" + box.last_run();
    for (const std::string& file :
         {runs + "/events.ndjson", box.path("run1.xml"),
          box.build_directory() + "/Testing/Temporary/LastTest.log"}) {
      text += read_file(file);
    }
    return text;
  }
};

TEST_F(passwords, C76_that_are_wrong_are_written_nowhere) {
  const std::string wrong = "wr0ng-s3cr3t-p4ssw0rd";
  const auto to = server.with("password", wrong);
  try {
    const postgresql::connection open(to);
    GTEST_SKIP() << "the server wants no password";
  } catch (const error&) {
    box.set("DATABASE_URL", "postgresql://" + to.value("user") + ":" + wrong +
                                "@" + to.value("host") + ":" +
                                to.value("port") + "/" + to.value("dbname"));
  }
  const ctest_result result = box.ctest({"-j8", "-R", "^Password\\."});
  EXPECT_THAT(result.failed(), SizeIs(6));
  for (const junit_case& each : result.cases) {
    EXPECT_THAT(each.output, HasSubstr("password authentication failed"));
    EXPECT_THAT(each.output, HasSubstr("set the right password in"));
  }
  const std::string text = written(result);
  EXPECT_THAT(text, HasSubstr("Password.OfATemplate"));
  EXPECT_THAT(text, Not(HasSubstr(wrong)));
}

TEST_F(passwords, C76_that_are_right_are_in_no_title_and_written_nowhere) {
  const std::string right = server.value("password");
  if (right.empty()) GTEST_SKIP() << "the server wants no password";
  box.set("DATABASE_URL", url_of(server));
  const ctest_result result = box.ctest({"-j8", "-R", "^Titles\\."});
  EXPECT_THAT(result.failed(), ElementsAre("Titles.TellNoPassword"));
  const std::string said = result.at("Titles.TellNoPassword").output;
  EXPECT_THAT(said, HasSubstr("nonsense")) << "it failed on purpose";
  EXPECT_THAT(said, Not(HasSubstr("servers_test.cpp:"))) << "and only so";
  EXPECT_THAT(written(result), Not(HasSubstr(right)));
}

}  // namespace
}  // namespace parallel_testing::support
