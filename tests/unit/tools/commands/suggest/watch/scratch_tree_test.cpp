// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest lists in a scratch tree. Its parts that only a run shows are in
// tests/tool.
#include "commands/suggest/watch/scratch_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "base/whole_file.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A build tree with these tests, and a scratch tree beside it.
class trees {
 public:
  explicit trees(const std::string& tests) {
    std::ofstream(build_.path().string() + "/CTestTestfile.cmake") << tests;
  }

  std::vector<std::vector<std::string>> commands(
      const std::vector<planned_test>& plan,
      const std::string& launcher = "/bin/true") {
    scratch_.set_script(scratch_script(build_.path().string(), launcher, plan));
    listed_ = tools::query_tests(scratch_.path());
    std::vector<std::vector<std::string>> commands;
    for (const tools::listed_test& each : listed_) {
      commands.push_back(each.command);
    }
    return commands;
  }

  [[nodiscard]] const std::vector<tools::listed_test>& listed() const {
    return listed_;
  }
  [[nodiscard]] const scratch_tree& scratch() const { return scratch_; }

 private:
  temp_dir build_{"b"};
  scratch_tree scratch_{build_.path().string(), CTEST_PROGRAM};
  std::vector<tools::listed_test> listed_;
};

planned_test planned(const std::string& name) {
  planned_test test;
  test.name = name;
  test.program = "/bin/echo";
  test.starts = {{name, "/r/1"}};
  return test;
}

std::vector<std::string> watched(const std::string& name,
                                 std::vector<std::string> command) {
  command.insert(command.begin(), {"/bin/true", "--observe=/r/1",
                                   "--observe-test=" + name, "--"});
  return command;
}

TEST(scratch_script, C95_puts_the_launcher_before_the_command) {
  trees tree("add_test(a \"/bin/echo\" \"x\")\n");
  EXPECT_THAT(tree.commands({planned("a")}),
              ElementsAre(watched("a", {"/bin/echo", "x"})));
}

TEST(scratch_script, keeps_arguments_and_names_with_every_character) {
  trees tree(
      "add_test([==[o;dd [x] \"$y\" \\z]==] \"/bin/echo\" \"\" \"a;b\" "
      "[==[q\"u$o\\t${e}]==] \"\")\n"
      "set_tests_properties([==[o;dd [x] \"$y\" \\z]==] PROPERTIES LABELS "
      "\"one;two\")\n");
  const std::string name = "o;dd [x] \"$y\" \\z";
  EXPECT_THAT(tree.commands({planned(name)}),
              ElementsAre(watched(
                  name, {"/bin/echo", "", "a;b", "q\"u$o\\t${e}", ""})));
  EXPECT_EQ(tree.listed()[0].name, name);
  EXPECT_THAT(tree.listed()[0].items("LABELS"), ElementsAre("one", "two"));
}

TEST(scratch_script, starts_the_program_that_ctest_would_find) {
  trees tree("add_test(a \"echo\" \"x\")\n");
  EXPECT_THAT(tree.commands({planned("a")}),
              ElementsAre(watched("a", {"/bin/echo", "x"})));
}

TEST(scratch_script, leaves_a_test_without_a_program_to_ctest) {
  trees tree("add_test(a \"/nowhere/b\")\n");
  planned_test missing = planned("a");
  missing.program = "";
  EXPECT_THAT(tree.commands({missing}), ElementsAre(IsEmpty()));
}

TEST(scratch_script, lists_each_test_that_ctest_numbers) {
  trees tree(
      "add_test(other NOT_AVAILABLE)\nadd_test(a \"/bin/echo\" \"x\")\n");
  EXPECT_THAT(tree.commands({}),
              ElementsAre(IsEmpty(), ElementsAre("/bin/echo", "x")));
  EXPECT_EQ(tree.listed()[0].name, "other");
}

TEST(scratch_script, leaves_tests_alone_without_a_launcher) {
  trees tree("add_test(a \"/bin/echo\" \"x;y\")\n");
  EXPECT_THAT(tree.commands({planned("a")}, ""),
              ElementsAre(ElementsAre("/bin/echo", "x;y")));
}

TEST(scratch_script, leaves_a_test_alone_that_it_does_not_expect) {
  trees tree("add_test(new \"/bin/echo\")\nadd_test(a \"/bin/echo\")\n");
  EXPECT_THAT(
      tree.commands({planned("a")}),
      ElementsAre(ElementsAre("/bin/echo"), watched("a", {"/bin/echo"})));
}

TEST(scratch_script, gives_each_case_the_properties_of_its_test) {
  trees tree(
      "add_test(a \"/bin/echo\" \"x\")\n"
      "set_tests_properties(a PROPERTIES TIMEOUT 7)\n");
  planned_test split = planned("a");
  split.starts = {{"a/one", "/r/1", "--f=one"}, {"a/t;o", "/r/1", "--f=t;o"}};
  EXPECT_THAT(tree.commands({split}),
              ElementsAre(watched("a/one", {"/bin/echo", "x", "--f=one"}),
                          watched("a/t;o", {"/bin/echo", "x", "--f=t;o"})));
  EXPECT_EQ(tree.listed()[1].name, "a/t;o");
  EXPECT_THAT(tree.listed()[0].items("TIMEOUT"), ElementsAre("7.0"));
  EXPECT_THAT(tree.listed()[1].items("TIMEOUT"), ElementsAre("7.0"));
  EXPECT_THAT(tree.commands({split}, ""),
              ElementsAre(ElementsAre("/bin/echo", "x", "--f=one"),
                          ElementsAre("/bin/echo", "x", "--f=t;o")));
}

TEST(scratch_script, keeps_the_order_of_declaration_where_tests_have_costs) {
  trees tree(
      "add_test(a \"/bin/echo\")\nadd_test(b \"/bin/echo\")\n"
      "set_tests_properties(b PROPERTIES COST 9)\n");
  planned_test costly = planned("b");
  costly.has_cost = true;
  static_cast<void>(tree.commands({planned("a"), costly}));
  EXPECT_THAT(tree.listed()[1].items("COST"), IsEmpty());
}

TEST(scratch_script, adds_a_lock_to_those_of_the_test) {
  trees tree(
      "add_test(a \"/bin/echo\")\n"
      "set_tests_properties(a PROPERTIES RESOURCE_LOCK mine)\n");
  planned_test locked = planned("a");
  locked.lock = "directory";
  static_cast<void>(tree.commands({locked}));
  EXPECT_THAT(tree.listed()[0].items("RESOURCE_LOCK"),
              ElementsAre("directory", "mine"));
}

TEST(scratch_script, works_under_functions_of_the_project) {
  trees tree(
      "function(add_test)\n  _add_test(${ARGV})\nendfunction()\n"
      "function(set_tests_properties)\n"
      "  _set_tests_properties(${ARGV})\nendfunction()\n"
      "add_test(a \"/bin/echo\")\n"
      "set_tests_properties(a PROPERTIES LABELS one)\n");
  EXPECT_THAT(tree.commands({planned("a")}),
              ElementsAre(watched("a", {"/bin/echo"})));
  EXPECT_THAT(tree.listed()[0].items("LABELS"), ElementsAre("one"));
}

TEST(scratch_script, inserts_the_options_of_a_launcher_that_is_there) {
  trees tree(
      "set(_parallel_launcher /bin/true)\n"
      "add_test(a \"/bin/true\" \"--name=a\" \"--\" \"/bin/echo\" \"x\")\n");
  EXPECT_THAT(
      tree.commands({planned("a")}, "/bin/false"),
      ElementsAre(ElementsAre("/bin/true", "--observe=/r/1", "--observe-test=a",
                              "--name=a", "--", "/bin/echo", "x")));
}

TEST(scratch_configuration, keeps_what_does_not_lead_out_of_the_tree) {
  EXPECT_EQ(
      scratch_configuration("SourceDirectory: /s\nBuildDirectory: /b\n"
                            "CostDataFile: /c\nTimeOut: 1500\n\nTestLoad:"),
      "TimeOut: 1500\n\nTestLoad:\n");
}

TEST(scratch_tree, is_private_and_removed_at_the_end) {
  std::string path;
  {
    const temp_dir build("b");
    const scratch_tree tree(build.path().string(), CTEST_PROGRAM);
    path = fs::path(tree.path()).parent_path().string();
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(scratch_tree, has_what_ctest_reads_besides_the_tests) {
  const temp_dir build("b");
  std::ofstream(build.path().string() + "/CTestCustom.cmake")
      << "set(CTEST_CUSTOM_TESTS_IGNORE ignored)\n";
  std::ofstream(build.path().string() + "/CTestTestfile.cmake")
      << "add_test(ignored \"/bin/echo\")\nadd_test(a \"/bin/echo\")\n";
  const scratch_tree tree(build.path().string(), CTEST_PROGRAM);
  tree.set_script(
      scratch_script(build.path().string(), "/bin/true", {planned("a")}));
  const auto listed = tools::query_tests(tree.path());
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].command, watched("a", {"/bin/echo"}));
}

}  // namespace
}  // namespace parallel_testing::suggest_command
