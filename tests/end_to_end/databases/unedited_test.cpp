// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Programs that know nothing of this project reach the server of a fixture.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "outside_server.hpp"
#include "support/files.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;

/// Without what the test around the sandbox was given for itself.
void forget_servers(sandbox& box) {
  for (const char* name : {"DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE",
                           "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE",
                           "PGDATABASE", "PARALLEL_TESTING_POSTGRESQL"}) {
    box.unset(name);
  }
}

struct unedited : testing::Test {
  sandbox box{E2E_BUILD};

  void SetUp() override { forget_servers(box); }

  ctest_result run(const std::string& tests) {
    return box.ctest({"-j8", "-V", "-R", tests});
  }
};

TEST_F(unedited, programs_have_a_database_per_worker) {
  const ctest_result result = run("^client\\.env");
  EXPECT_EQ(what_went_wrong(result), "");
  const std::vector<std::string> noted = result.noted("database");
  EXPECT_THAT(noted, SizeIs(4));
  for (const std::string& each : noted) {
    const std::string worker = each.substr(0, each.find(' '));
    EXPECT_THAT(each, HasSubstr(" worker_" + worker + " "));
  }
}

TEST_F(unedited, programs_of_a_worker_use_its_database_one_after_the_other) {
  const ctest_result result = box.ctest({"-j1", "-R", "^client\\.env"});
  EXPECT_EQ(what_went_wrong(result), "");
  std::vector<std::string> rows;
  for (const std::string& each : result.noted("database")) {
    rows.push_back(each.substr(each.rfind(' ') + 1));
  }
  EXPECT_THAT(rows, testing::ElementsAre("0", "1", "2", "3"));
}

/// The programs themselves fail where the table is there already.
TEST_F(unedited, programs_have_a_new_database_per_test_where_that_is_wanted) {
  const ctest_result result =
      box.ctest({"-j2", "-R", "^client\\.(fresh|marked)"});
  EXPECT_EQ(what_went_wrong(result), "");
  const std::vector<std::string> noted = result.noted("database");
  EXPECT_THAT(noted, SizeIs(8));
  EXPECT_THAT(noted, Each(MatchesRegex("gw[0-9]+ test_gw[0-9]+ 0")));
}

TEST_F(unedited, programs_share_the_database_of_a_name_or_of_the_server) {
  const ctest_result result = run("^client\\.(named|one)");
  EXPECT_EQ(what_went_wrong(result), "");
  std::map<std::string, std::set<std::string>> rows;
  for (const std::string& each : result.noted("database")) {
    const std::size_t first = each.find(' ');
    const std::size_t last = each.rfind(' ');
    rows[each.substr(first + 1, last - first - 1)].insert(
        each.substr(last + 1));
  }
  EXPECT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows["orders"], testing::ElementsAre("0", "1", "2", "3"));
  EXPECT_THAT(rows["postgres"], Not(IsEmpty()));
}

TEST_F(unedited, psql_finds_it_by_variables_by_url_and_by_password_file) {
  const ctest_result result = run("^client\\.psql");
  EXPECT_EQ(what_went_wrong(result), "");
  for (const char* test :
       {"client.psql", "client.psql_by_url", "client.psql_by_password_file"}) {
    EXPECT_THAT(result.at(test).output, HasSubstr("in worker_gw")) << test;
  }
}

TEST_F(unedited, programs_without_the_network_of_the_machine_reach_it) {
  const ctest_result result = run("^client\\.isolated");
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("host"), SizeIs(1));
}

TEST_F(unedited, cases_reach_it_with_and_without_adapter_and_in_groups) {
  const ctest_result result = run("^(single|suite|batch|plain)\\.");
  EXPECT_EQ(what_went_wrong(result), "");
  const std::vector<std::string> noted = result.noted("database");
  EXPECT_THAT(noted, SizeIs(12));
  for (const std::string& each : noted) {
    EXPECT_THAT(each, HasSubstr(" worker_" + each.substr(0, each.find(' '))));
  }
}

TEST_F(unedited, the_password_is_printed_and_logged_nowhere) {
  const ctest_result result = run("^(client\\.env|client\\.psql$|single\\.)");
  EXPECT_EQ(what_went_wrong(result), "");
  const std::string password = result.noted("password").at(0);
  ASSERT_THAT(password, SizeIs(32));
  const std::string runs = box.runs_directory() + "/" + box.last_run();
  std::string text = result.output;
  for (const std::string& file :
       {runs + "/events.ndjson", box.path("run1.xml"),
        box.build_directory() + "/Testing/Temporary/LastTest.log"}) {
    text += read_file(file);
  }
  EXPECT_THAT(text, HasSubstr("client.env1"));
  EXPECT_THAT(text, Not(HasSubstr(password)));
}

/// The server of DATABASE_URL, as in many a CI.
TEST(unedited_outside, programs_have_databases_of_their_own_on_a_given_server) {
  sandbox box{E2E_BUILD};
  forget_servers(box);
  box.set("DATABASE_URL",
          url_of(postgresql::connection_settings::from_environment()));
  const ctest_result result =
      box.ctest({"-j4", "-R", "^(client\\.(env|marked)|single\\.)"});
  EXPECT_EQ(what_went_wrong(result), "");
  const std::vector<std::string> noted = result.noted("database");
  EXPECT_THAT(noted, SizeIs(11));
  for (const std::string& each : noted) {
    const std::string worker = each.substr(0, each.find(' '));
    EXPECT_THAT(each, MatchesRegex(worker + " (worker|test)_" + worker +
                                   "_[0-9a-f]+( 0| 1| 2| 3)?"));
  }
}

}  // namespace
}  // namespace parallel_testing::support
