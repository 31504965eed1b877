// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/whole_file.hpp"
#include "commands/commands.hpp"
#include "commands/debug/debugged_test.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::debug_command {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A build tree with these tests.
class debug_command_test : public testing::Test {
 protected:
  void SetUp() override {
    write("CMakeCache.txt", "CMAKE_CTEST_COMMAND:INTERNAL=" CTEST_PROGRAM
                            "\nCMAKE_HOME_DIRECTORY:INTERNAL=" +
                                build_.path().string() + "/source\n");
    write("CTestTestfile.cmake",
          "add_test(first /bin/echo 1)\n"
          "add_test([==[odd $name;\"]==] /bin/echo [==[a \"b\" $c;d]==] \"\")\n"
          "set_tests_properties([==[odd $name;\"]==] PROPERTIES ENVIRONMENT "
          "\"A=1;B=two\" FIXTURES_REQUIRED server RESOURCE_LOCK fonts "
          "WORKING_DIRECTORY \"/usr\")\n"
          "add_test(missing /no/such/program)\n");
  }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((build_.path() / name).parent_path());
    std::ofstream(build_.path() / name) << text;
  }

  [[nodiscard]] cli_test::command_result debug(
      std::vector<std::string> arguments) const {
    try {
      return cli_test::run_command(run, std::move(arguments));
    } catch (const cli::failure& problem) {
      cli_test::command_result result;
      result.exit_code = problem.exit_code();
      result.err = problem.what();
      return result;
    }
  }

  [[nodiscard]] std::string build() const { return build_.path().string(); }

 private:
  temp_dir build_{"b"};
};

const std::string odd = "odd $name;\"";

TEST_F(debug_command_test, print_names_all_that_would_be_started) {
  const auto result =
      debug({odd, build(), "--print", "--", "/bin/sh", "-c", "x"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr("command: /bin/sh -c x /bin/echo 'a \"b\" $c;d' ''\n"),
            HasSubstr("directory: /usr\n"), HasSubstr("environment: A=1\n"),
            HasSubstr("environment: B=two\n"),
            HasSubstr("fixture, set up before and cleaned up afterwards: "
                      "server\n"),
            HasSubstr("lock: fonts\n"),
            HasSubstr("debug 'odd $name;\"' " + build() + " -- /bin/sh")));
}

TEST_F(debug_command_test, print_as_json_has_what_an_editor_needs) {
  const auto result = debug(
      {odd, build(), "--print", "--format", "json", "--", "/bin/sh", "-c"});
  const json root = json::parse(result.out);
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("program"), "/bin/echo");
  EXPECT_EQ(root.at("arguments"), json({"a \"b\" $c;d", ""}));
  EXPECT_EQ(root.at("environment"), json({"A=1", "B=two"}));
}

TEST_F(debug_command_test, C97_vscode_adds_to_a_file_and_loses_nothing) {
  const std::string before =
      "{\n  // mine\n  \"configurations\": [\n    {\"name\": \"own\"}\n  "
      "]\n}\n";
  write("source/.vscode/launch.json", before);
  EXPECT_EQ(debug({odd, build(), "--vscode"}).exit_code, 0);
  const std::string file = build() + "/source/.vscode/launch.json";
  const std::string after = *tools::read_file(file);
  EXPECT_THAT(after,
              AllOf(HasSubstr("// mine"), HasSubstr("{\"name\": \"own\"},\n")));
  const json root = json::parse(after, nullptr, true, true);
  const json& made = root.at("configurations").at(1);
  EXPECT_EQ(made.at("name"), "parallel-testing: " + odd);
  EXPECT_EQ(made.at("program"), "/bin/echo");
  EXPECT_EQ(made.at("cwd"), "/usr");
  EXPECT_EQ(made.at("pipeTransport").at("pipeArgs"),
            json({"debug", odd, build(), "--", "/bin/sh", "-c"}));
  EXPECT_EQ(debug({odd, build(), "--vscode"}).exit_code, 0);
  EXPECT_EQ(*tools::read_file(file), after) << "a second time";
}

TEST_F(debug_command_test, vscode_makes_a_file_and_refuses_a_broken_one) {
  const std::string file = build() + "/new/launch.json";
  EXPECT_EQ(debug({"first", build(), "--vscode=" + file}).exit_code, 0);
  const json root = json::parse(*tools::read_file(file));
  EXPECT_EQ(root.at("version"), "0.2.0");
  EXPECT_EQ(root.at("configurations").size(), 1U);
  write("new/launch.json", "{ broken");
  const auto refused = debug({"first", build(), "--vscode=" + file});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("launch.json' is unchanged: line 1"));
  EXPECT_EQ(*tools::read_file(file), "{ broken");
}

TEST_F(debug_command_test, the_last_failure_is_the_last_in_ctests_list) {
  write("Testing/Temporary/LastTestsFailed.log", "1:first\n2:" + odd + "\n");
  const auto result =
      debug({"--last-failed", build(), "--print", "--", "/bin/true"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("test: " + odd));
  EXPECT_THAT(result.err, HasSubstr("and 1 more failed"));
}

TEST_F(debug_command_test, without_a_failure_there_is_nothing_to_debug) {
  const auto result = debug({"--last-failed", build()});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("no test of the last run failed"));
}

TEST_F(debug_command_test, an_unknown_test_is_an_error_with_the_nearest_name) {
  const auto result = debug({"frist", build()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean 'first'?"));
}

TEST_F(debug_command_test, a_missing_program_is_reported) {
  const auto result = debug({"missing", build()});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("the program of 'missing' does not exist"));
}

TEST_F(debug_command_test, contradicting_arguments_are_refused) {
  EXPECT_EQ(debug({"--test-dir", build()}).exit_code, 2);
  EXPECT_EQ(debug({"first", build(), "--last-failed"}).exit_code, 2);
  EXPECT_EQ(debug({"first", build(), "--with", "ddd"}).exit_code, 2);
  EXPECT_EQ(
      debug({"first", build(), "--with", "gdb", "--", "/bin/true"}).exit_code,
      2);
}

TEST(debugged_test, a_case_replaces_the_list_of_its_unit) {
  EXPECT_THAT(with_selector({"/t", "--gtest_filter=@0+344:/b/u.txt", "-x"},
                            "@0+344", "Orders.Pays"),
              ElementsAre("/t", "--gtest_filter=Orders.Pays", "-x"));
  EXPECT_THAT(with_selector({"/t", "@0+344:/b/u.txt"}, "@0+344", "pays, twice"),
              ElementsAre("/t", "pays, twice"));
  EXPECT_THAT(with_selector({"/t", "x@0+344:"}, "@0+344", "A.B"),
              ElementsAre("/t", "x@0+344:"));
}

}  // namespace
}  // namespace parallel_testing::debug_command
