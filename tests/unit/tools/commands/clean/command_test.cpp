// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <parallel_testing/environment.hpp>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "lib/src/base/process_info.hpp"
#include "lib/src/state/run_registry.hpp"
#include "lib/src/state/state_directory.hpp"
#include "support/golden.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::clean_command {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// A state directory with runs that live and others that are dead.
class clean_test : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "build");
    std::ofstream(folder_ / "build/CMakeCache.txt") << "\n";
  }

  joined_run make_run(const std::string& id, const std::string& owner,
                      std::int64_t created_ns = 1) {
    run_record record;
    record.id = id;
    record.owner = owner;
    record.directory = directory_of(id);
    record.temporary = (folder_ / temporary_name(id)).string();
    record.created_ns = created_ns;
    fs::create_directories(record.directory);
    fs::create_directories(record.temporary);
    std::ofstream(record.directory + "/events.ndjson") << "{}\n";
    return join_run(open_state_directory(state_), record);
  }

  [[nodiscard]] std::string directory_of(const std::string& id) const {
    return (folder_ / "build/Testing/ParallelTesting/runs" / id).string();
  }

  [[nodiscard]] bool is_there(const std::string& id) const {
    return fs::exists(directory_of(id)) &&
           fs::exists(folder_ / temporary_name(id));
  }

  /// Of the build tree, without keeping any.
  cli_test::command_result clean(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {build(), "--keep", "0"});
    return clean_as_given(std::move(arguments));
  }

  static cli_test::command_result clean_as_given(
      std::vector<std::string> arguments) {
    return cli_test::run_command(run, std::move(arguments));
  }

  [[nodiscard]] std::string build() const {
    return (folder_ / "build").string();
  }

  /// A dead run of another build tree.
  void make_run_elsewhere(const std::string& id) {
    run_record record;
    record.id = id;
    record.owner = nobody_;
    record.directory = elsewhere();
    record.temporary = (folder_ / temporary_name(id)).string();
    fs::create_directories(record.directory);
    fs::create_directories(record.temporary);
    std::ofstream(record.directory + "/events.ndjson") << "{}\n";
    (void)join_run(open_state_directory(state_), record);
  }

  [[nodiscard]] std::string elsewhere() const {
    return (folder_ / "other/Testing/ParallelTesting/runs/stranger").string();
  }

  [[nodiscard]] fs::path records() const { return fs::path(state_) / "runs"; }

  [[nodiscard]] std::string read_first_record() const {
    std::ifstream file(fs::directory_iterator(records())->path());
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void expect_golden(const std::string& name,
                     const cli_test::command_result& result) const {
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    support::expect_golden(
        std::string(CLEAN_DATA) + "/" + name,
        support::with(result.out, folder_.string(), "<folder>"));
  }

  /// No process ever had it.
  const std::string nobody_ = "1.999999999999";

 private:
  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string state_ = (folder_ / "state").string();
  scoped_environment environment_{{"PARALLEL_TESTING_STATE_DIR", state_},
                                  {"DATABASE_URL", ""},
                                  {"PGHOST", ""},
                                  {"PGHOSTADDR", ""},
                                  {"PGSERVICE", ""}};
};

TEST_F(clean_test, removes_dead_runs_and_leaves_living_ones) {
  (void)make_run("dead", nobody_);
  (void)make_run("its ctest lives", process_token(::getpid()));
  const joined_run held = make_run("a process lives", nobody_);
  const auto result = clean();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out,
              HasSubstr("removed run dead: " + directory_of("dead")));
  EXPECT_FALSE(is_there("dead"));
  EXPECT_TRUE(is_there("its ctest lives"));
  EXPECT_TRUE(is_there("a process lives"));
  EXPECT_EQ(clean().out, "dead runs left nothing behind\n");
}

TEST_F(clean_test, a_dry_run_removes_nothing_and_prints_the_same) {
  (void)make_run("dead", nobody_);
  const std::string told = clean({"--dry-run"}).out;
  EXPECT_THAT(told, testing::StartsWith("would remove run dead: "));
  EXPECT_TRUE(is_there("dead"));
  EXPECT_EQ("would remove" + clean().out.substr(std::string("removed").size()),
            told);
}

TEST_F(clean_test, keeps_as_many_of_the_latest_as_asked_for) {
  (void)make_run("first", nobody_, 1);
  (void)make_run("second", nobody_, 2);
  (void)make_run("third", nobody_, 3);
  (void)clean_as_given({build(), "--keep", "2"});
  EXPECT_FALSE(is_there("first"));
  EXPECT_TRUE(is_there("second"));
  (void)clean_as_given({build()});
  EXPECT_FALSE(is_there("second"));
  EXPECT_TRUE(is_there("third"));
}

TEST_F(clean_test, runs_of_other_build_trees_stay_unless_all_are_meant) {
  (void)make_run("dead", nobody_);
  make_run_elsewhere("stranger");
  EXPECT_THAT(clean().out, Not(HasSubstr("stranger")));
  EXPECT_FALSE(is_there("dead"));
  EXPECT_TRUE(fs::exists(elsewhere()));
  EXPECT_EQ(clean_as_given({"--all"}).out, "dead runs left nothing behind\n");
  EXPECT_THAT(clean_as_given({"--all", "--keep", "0"}).out,
              HasSubstr("removed run stranger: "));
  EXPECT_FALSE(fs::exists(elsewhere()));
}

TEST_F(clean_test, the_build_tree_is_named_in_both_ways_and_by_any_part_of_it) {
  (void)make_run("dead", nobody_);
  const std::string part = build() + "/tests";
  fs::create_directories(part);
  const std::string planned =
      clean_as_given({"--test-dir", part, "--dry-run", "--keep", "0"}).out;
  EXPECT_THAT(planned, HasSubstr("would remove run dead: "));
  EXPECT_EQ(clean_as_given({part + "/..", "--dry-run", "--keep", "0"}).out,
            planned);
}

TEST_F(clean_test, outside_of_a_build_tree_nothing_is_guessed) {
  try {
    (void)clean_as_given({fs::path(build()).parent_path().string()});
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    EXPECT_THAT(problem.what(), HasSubstr("is not in a build tree"));
    EXPECT_THAT(problem.what(), HasSubstr("--all"));
  }
  EXPECT_EQ(clean_as_given({build(), "--all"}).exit_code, 2);
}

TEST_F(clean_test, reports_to_people_and_programs_what_it_removed) {
  (void)make_run("dead", nobody_);
  expect_golden("dry.txt", clean({"--dry-run"}));
  expect_golden("dry.json", clean({"--dry-run", "--format", "json"}));
  expect_golden("done.txt", clean());
  expect_golden("nothing.json", clean({"--format", "json"}));
}

TEST_F(clean_test, C74_what_is_no_record_of_a_run_is_left_alone) {
  (void)make_run("dead", nobody_);
  const std::string record = read_first_record();
  const std::vector<std::string> texts{"", std::string("\0\xff\n", 3),
                                       record.substr(0, record.size() / 2),
                                       std::string(2U << 20U, 'x'), record};
  for (std::size_t at = 0; at < texts.size(); ++at) {
    std::ofstream(records() / std::to_string(at)) << texts[at];
  }
  const auto result = clean();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("removed run dead: "));
  for (std::size_t at = 0; at < texts.size(); ++at) {
    EXPECT_TRUE(fs::exists(records() / std::to_string(at))) << at;
  }
}

TEST_F(clean_test, a_negative_number_to_keep_is_wrong_usage) {
  EXPECT_EQ(clean({"--keep", "-1"}).exit_code, 2);
}

}  // namespace
}  // namespace parallel_testing::clean_command
