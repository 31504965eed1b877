// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "forged_test.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

process_start begun(const std::string& test, std::vector<std::string> command) {
  process_start made;
  made.executable = "/b/client";
  made.test = made.selector = test;
  made.command = std::move(command);
  return made;
}

const std::vector<listed_test> clients{
    listed("whole", {"/b/client", "db"}),
    listed("plain one", {"/b/client", "db", "one"}),
    listed("plain two", {"/b/client", "db", "two"}),
    listed("wrapped one", {"/s/connect.sh", "/b/client", "one"}),
    listed("bare", {"/b/client"}),
    listed("script", {"/s/all.sh", "/b/client", "/b/server"}),
};

TEST(ctest_names, find_a_test_by_the_whole_command_that_ctest_started) {
  const ctest_names names(clients);
  EXPECT_THAT(names.find(begun("db", {"/b/client", "db"})), ElementsAre(0));
  EXPECT_THAT(names.find(begun("db", {"/b/client", "db", "two"})),
              ElementsAre(2));
  EXPECT_THAT(names.find(begun("", {"/b/client"})), ElementsAre(4));
}

TEST(ctest_names, C76_find_a_command_of_which_the_log_hides_the_password) {
  const std::vector<listed_test> secret{
      listed("one", {"/b/client", "db://me:s3cret@host", "one"}),
      listed("two", {"/b/client", "db://me:s3cret@host", "two"})};
  const ctest_names names(secret);
  const std::string shown = "db://me:***@host";
  EXPECT_THAT(names.find(begun(shown, {"/b/client", shown, "two"})),
              ElementsAre(1));
}

TEST(ctest_names, find_a_script_whatever_program_it_starts) {
  const ctest_names names(clients);
  const process_start given =
      begun("x", {"/bin/sh", "/s/all.sh", "/b/client", "/b/server"});
  EXPECT_THAT(names.find(given), ElementsAre(5));
}

TEST(ctest_names, find_the_command_that_an_emulator_gave_more_arguments) {
  const std::vector<listed_test> wrapped{
      listed("one", {"/s/connect.sh", "/b/client", "one"}),
      listed("two", {"/s/connect.sh", "/b/client", "two"}),
      listed("two again", {"/s/connect.sh", "/b/client", "two", "-s"})};
  const ctest_names names(wrapped);
  EXPECT_THAT(names.find(begun("db", {"/b/client", "db", "two"})),
              ElementsAre(1));
  EXPECT_THAT(names.find(begun("db", {"/b/client", "db", "two", "-s"})),
              ElementsAre(2));
  EXPECT_THAT(names.find(begun("db", {"/b/client", "db", "three"})), IsEmpty());
}

TEST(ctest_names, find_a_shell_that_the_program_replaced) {
  const std::vector<listed_test> shells{
      listed("one", {"/bin/sh", "-c", "exec \"$1\" db", "sh", "/b/client"}),
      listed("two", {"/bin/sh", "-c", "exec \"$1\" db", "sh", "/b/server"}),
      listed("both", {"/s/all.sh", "/b/client", "/b/server"})};
  const ctest_names names(shells);
  EXPECT_THAT(names.find(begun("db", {"/b/client", "db"})), ElementsAre(0));
}

TEST(ctest_names, find_the_test_that_the_process_names) {
  const ctest_names names(clients);
  process_start given = begun("one", {});
  given.ctest_test = "plain two";
  EXPECT_THAT(names.find(given), ElementsAre(2));
}

}  // namespace
}  // namespace parallel_testing::tools
