// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One test in a debugger has everything that it has in a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "support/files.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Whether the value is a different one in each run. It has to be set in both.
bool is_of_one_run(const std::string& variable) {
  static const std::set<std::string> names{"PARALLEL_TESTING_ARTIFACTS",
                                           "PARALLEL_TESTING_CTEST",
                                           "PARALLEL_TESTING_PROCESS",
                                           "PARALLEL_TESTING_PROGRAM",
                                           "PARALLEL_TESTING_PORT_1",
                                           "PARALLEL_TESTING_PORT_2",
                                           "PARALLEL_TESTING_RUN_DIR",
                                           "PARALLEL_TESTING_RUN_ID",
                                           "PARALLEL_TESTING_SUPERVISED",
                                           "PARALLEL_TESTING_TEMP_DIR",
                                           "PARALLEL_TESTING_TEST",
                                           "PARALLEL_TESTING_HELD_LOCKS",
                                           "PARALLEL_TESTING_ISOLATION_PLACES",
                                           "PARALLEL_TESTING_PROCESS_SPACE",
                                           "PARALLEL_TESTING_MARK",
                                           "PARALLEL_TESTING_LAUNCHER",
                                           "TEMP",
                                           "TEST_PREMATURE_EXIT_FILE",
                                           "TEST_TMPDIR",
                                           "TEST_UNDECLARED_OUTPUTS_DIR",
                                           "TMP",
                                           "TMPDIR"};
  return names.count(variable) == 1;
}

std::vector<std::string> comparable(const std::vector<std::string>& dump) {
  std::vector<std::string> lines;
  for (const std::string& line : dump) {
    const std::string name = line.substr(line.find(' ') + 1);
    const std::size_t equals = name.find('=');
    // The command lists that the debugger is in the group of the test.
    if (name.rfind("PARALLEL_TESTING_GROUP=", 0) == 0) continue;
    const bool varies = line.rfind("variable ", 0) == 0 &&
                        is_of_one_run(name.substr(0, equals)) &&
                        equals + 1 < name.size();
    lines.push_back(varies ? "variable " + name.substr(0, equals) + " is set"
                           : line);
  }
  return lines;
}

struct debugged : testing::Test {
  sandbox box{E2E_BUILD};
  std::string dump = box.path("dump");
  std::string fixture = box.path("fixture");

  void SetUp() override {
    box.set("E2E_DUMP", dump);
    box.set("E2E_DUMP_SCRIPT", LAUNCHED_SOURCE "/dump.sh");
    box.set("E2E_FIXTURE", fixture);
    // The test has a private /tmp.
    box.set("PARALLEL_TESTING_KEEP", fs::path(dump).parent_path().string());
    std::string namespaces;
    for (const char* each : {"net", "mnt", "ipc", "pid", "user"}) {
      const fs::path link = fs::path("/proc/self/ns") / each;
      namespaces += fs::read_symlink(link).string() + " ";
    }
    box.set("E2E_NAMESPACES", namespaces);
  }

  std::vector<std::string> dump_of(const finished_process& ended) {
    EXPECT_EQ(ended.exit_code, 0) << ended.output;
    EXPECT_FALSE(fs::exists(fixture)) << "the fixture was not cleaned up";
    std::vector<std::string> lines = comparable(read_lines(dump));
    fs::remove(dump);
    return lines;
  }

  std::vector<std::string> in_a_run(const std::string& name) {
    return dump_of(box.run(
        {E2E_TOOL, "run", "--test-dir", E2E_BUILD, "-R", "^" + name + "$"}));
  }

  finished_process debug(const std::string& name,
                         const std::vector<std::string>& more) {
    std::vector<std::string> arguments{E2E_TOOL, "debug", name, E2E_BUILD};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return box.run(arguments);
  }

  void expect_same(const std::string& name,
                   const std::vector<std::string>& with) {
    const std::vector<std::string> run = in_a_run(name);
    const std::vector<std::string> here = dump_of(debug(name, with));
    std::vector<std::string> differences;
    std::set_symmetric_difference(run.begin(), run.end(), here.begin(),
                                  here.end(), std::back_inserter(differences));
    EXPECT_THAT(differences, IsEmpty());
    EXPECT_THAT(run, Not(IsEmpty()));
  }
};

const std::vector<std::string> env = {"--", "/usr/bin/env"};

TEST_F(debugged, C97_a_command_has_the_environment_of_a_run) {
  expect_same("dump.command", env);
}

TEST_F(debugged, C97_a_case_has_the_environment_of_a_run) {
  expect_same("dump.Dump.Everything", env);
}

TEST_F(debugged, C97_a_test_of_the_project_has_the_environment_of_a_run) {
  expect_same("dump.plain", env);
}

TEST_F(debugged, C97_the_results_of_the_last_run_stay_the_last) {
  in_a_run("dump.command");
  // Tests that run at the same time use other directories.
  const auto runs = [&] {
    std::set<std::string> names;
    for (const auto& each : fs::directory_iterator(box.runs_directory())) {
      const std::string log = (each.path() / "events.ndjson").string();
      if (fs::exists(log) &&
          read_file(log).find(box.path("")) != std::string::npos) {
        names.insert(each.path().filename().string());
      }
    }
    return names;
  };
  const std::set<std::string> before = runs();
  EXPECT_THAT(before, Not(IsEmpty()));
  dump_of(debug("dump.command", env));
  EXPECT_EQ(runs(), before);
}

TEST_F(debugged, differences_from_a_run_are_listed) {
  EXPECT_THAT(debug("dump.command", env).output,
              AllOf(HasSubstr("dump.command, under /usr/bin/env"),
                    HasSubstr("Differences from a run:"),
                    HasSubstr("PARALLEL_TESTING_GROUP"),
                    HasSubstr("it has no time limit")));
}

TEST_F(debugged, C97_a_test_that_fails_is_a_finding_and_cleaned_up_after) {
  box.set("E2E_STATUS", "7");
  const finished_process ended = debug("dump.command", env);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.output, HasSubstr("/usr/bin/env ended with status 7"));
  EXPECT_FALSE(fs::exists(fixture));
}

TEST_F(debugged, C97_a_fixture_that_fails_is_named_and_nothing_starts) {
  box.set("E2E_FIXTURE", "/no/such/directory/file");
  const finished_process ended = debug("dump.command", env);
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.output,
              HasSubstr("was not started; its fixture failed: dump.start"));
  EXPECT_FALSE(fs::exists(dump));
}

}  // namespace
}  // namespace parallel_testing::support
