// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/apply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "base/whole_file.hpp"
#include "remedies/suggestions_file.hpp"
#include "tools/cli/run_command.hpp"
#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;
using cli_test::command_result;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A project with tests that write /data/x.
class apply_test : public testing::Test {
 protected:
  void SetUp() override {
    suite_.of.source = source_.string();
    fs::create_directories(source_);
    write(source_ / "CMakeLists.txt", "project(shop)\n");
    for (const char* name : {"Orders.A", "Orders.B"}) {
      const std::size_t test = suite_.add(name);
      suite_.touch(test, tools::file_at("/data/x"), observed::use::create);
      suite_.touch(test, tools::file_at("/data/x"), observed::use::write,
                   observed::state::file);
      suite_.test(test).record.head.pid = 1;
      tools::listed_test listed;
      listed.name = name;
      all_.push_back(listed);
    }
  }

  static void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  command_result apply_now(dialect which = dialect::parallel_testing) {
    return cli_test::run_command(
        [&](const cli::invocation& given) {
          try {
            apply(given, suite_.of, all_, {true, true, true}, which);
            return cli::exit_fine;
          } catch (const cli::failure& failed) {
            given.err << failed.what();
            return failed.exit_code();
          }
        },
        {});
  }

  [[nodiscard]] std::string written() const {
    return tools::read_file(file_.string()).value_or("");
  }

  /// The tests write nothing any more.
  void forget() {
    for (tools::watched_test& each : suite_.of.tests) {
      each.record.resources.clear();
    }
  }

  temp_dir place_;
  fs::path source_ = place_.path() / "source";
  fs::path file_ = source_ / tools::suggestions_path;
  tools::suite_with_findings suite_;
  std::vector<tools::listed_test> all_;
};

TEST_F(apply_test, the_file_and_the_line_that_includes_it_are_named) {
  const command_result result = apply_now();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "wrote '" + file_.string() +
                "'\n"
                "  new: Orders.A of shop_test: lock:x\n"
                "  new: Orders.B of shop_test: lock:x\n"
                "add this line to the end of " +
                source_.string() +
                "/CMakeLists.txt:\n\n"
                "  include(cmake/parallel_testing_suggestions.cmake)\n\n");
  EXPECT_THAT(written(), HasSubstr("MARKERS lock:x"));
}

TEST_F(apply_test, a_second_time_changes_nothing) {
  apply_now();
  const std::string text = written();
  write(source_ / "CMakeLists.txt",
        "include(cmake/parallel_testing_suggestions.cmake)\n");
  const command_result result = apply_now();
  EXPECT_EQ(result.out, "'" + file_.string() +
                            "' has these suggestions already\n"
                            "configure and build the project again\n");
  EXPECT_EQ(written(), text);
}

TEST_F(apply_test, suggestions_that_are_in_effect_stay) {
  apply_now();
  const std::string text = written();
  for (tools::watched_test& each : suite_.of.tests) {
    each.locks = {"x"};
    each.markers = {"lock:x"};
  }
  EXPECT_EQ(apply_now().exit_code, 0);
  EXPECT_EQ(written(), text);
}

TEST_F(apply_test, what_is_no_longer_needed_is_removed_and_named) {
  apply_now();
  forget();
  const command_result result = apply_now();
  EXPECT_THAT(result.out,
              HasSubstr("  no longer needed, removed: Orders.A of shop_test: "
                        "lock:x\n"));
  EXPECT_THAT(written(), Not(HasSubstr("lock:x")));
}

TEST_F(apply_test, nothing_to_suggest_writes_nothing) {
  forget();
  EXPECT_EQ(apply_now().out, "the tests share nothing; no file was written\n");
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(apply_test, lines_of_the_user_and_permissions_stay) {
  apply_now();
  std::string text = written();
  text.insert(text.find("# End of"), "set(mine 1)\n");
  write(file_, text);
  ASSERT_EQ(::chmod(file_.c_str(), 0640), 0);
  forget();
  apply_now();
  EXPECT_THAT(written(), HasSubstr("project:\nset(mine 1)\n# End of"));
  struct stat now {};
  ASSERT_EQ(::stat(file_.c_str(), &now), 0);
  EXPECT_EQ(now.st_mode & 07777U, 0640U);
  EXPECT_EQ(std::distance(fs::directory_iterator(file_.parent_path()), {}), 1);
}

TEST_F(apply_test, a_symbolic_link_is_refused) {
  const fs::path other = place_.path() / "other.cmake";
  write(other, "set(x 1)\n");
  fs::create_directories(file_.parent_path());
  fs::create_symlink(other, file_);
  const command_result result = apply_now();
  EXPECT_EQ(result.exit_code, cli::exit_environment);
  EXPECT_THAT(result.err,
              HasSubstr("is a symbolic link to '" + other.string()));
  EXPECT_EQ(tools::read_file(other.string()), "set(x 1)\n");
}

TEST_F(apply_test, another_file_of_that_name_is_refused) {
  write(file_, "set(x 1)\n");
  const command_result result = apply_now();
  EXPECT_EQ(result.exit_code, cli::exit_environment);
  EXPECT_THAT(result.err, HasSubstr("is not a file of suggestions: it must "
                                    "have the line '# Lines of the project:'"));
  EXPECT_EQ(written(), "set(x 1)\n");
}

TEST_F(apply_test, all_tests_must_be_watched) {
  all_.emplace_back();
  all_.back().name = "other";
  const command_result result = apply_now();
  EXPECT_EQ(result.exit_code, cli::exit_usage);
  EXPECT_THAT(result.err, HasSubstr("1 of 3 tests, first other, was not "
                                    "watched"));
  all_.back().properties["DISABLED"] = {"true"};
  EXPECT_EQ(apply_now().exit_code, 0);
}

TEST_F(apply_test, a_test_that_fails_keeps_its_suggestions) {
  apply_now();
  const std::string text = written();
  forget();
  suite_.test(0).outcome = tools::verdict::fail;
  const command_result result = apply_now();
  EXPECT_EQ(result.exit_code, cli::exit_finding);
  EXPECT_THAT(result.err, HasSubstr("Orders.A did not pass or was not watched "
                                    "to its end, so it is unknown whether it "
                                    "still needs 'lock:x'"));
  EXPECT_EQ(written(), text);
}

TEST_F(apply_test, stock_code_needs_no_module) {
  apply_now(dialect::stock);
  EXPECT_THAT(written(), HasSubstr("PROPERTIES RESOURCE_LOCK x"));
  EXPECT_THAT(written(), Not(HasSubstr("parallel_mark_tests")));
}

TEST_F(apply_test, a_build_tree_without_sources_is_refused) {
  suite_.of.source.clear();
  EXPECT_EQ(apply_now().exit_code, cli::exit_environment);
}

}  // namespace
}  // namespace parallel_testing::suggest_command
