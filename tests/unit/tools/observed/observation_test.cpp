// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observed/observation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "base/record.hpp"
#include "cli/command.hpp"
#include "lib/src/observed/line_text.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

observation two_tests() {
  observation seen;
  seen.build = "/b";
  seen.source = "/s";
  seen.uses_module = true;
  seen.start_ns = 12;
  seen.jobs = 3;
  watched_test first;
  first.name = "suite/Orders.Export";
  first.ctest_name = "suite";
  first.selection = "Orders.Export";
  first.target = "orders_test";
  first.cases = {"Orders.Export", "Orders.Import"};
  first.executable = "/b/orders \"test\"";
  first.file = "/s/CMakeLists.txt";
  first.line = 7;
  first.outcome = verdict::timeout;
  first.message = "Timeout";
  first.alone = unwatched_end::passes;
  first.duration_ns = 99;
  first.locks = {"db"};
  first.depends = {"before"};
  first.fixtures_setup = {"a"};
  first.fixtures_cleanup = {"b"};
  first.fixtures_required = {"c", "d"};
  first.runs_serial = true;
  first.markers = {"lock:db"};
  first.has_private_directory = true;
  watched_test second;
  second.name = second.ctest_name = "never ran";
  second.outcome = verdict::not_run;
  seen.tests = {first, second};
  return seen;
}

/// A directory with an observation below it.
class stored {
 public:
  explicit stored(const std::string& test = "suite/Orders.Export") {
    observed::header head;
    head.test = test;
    head.pid = 4;
    std::string text;
    observed::append_line(text, head);
    observed::append_line(text, observed::end{});
    std::ofstream(record()) << text;
    store_observation(two_tests(), {record(), ""}, directory());
  }

  [[nodiscard]] std::string record() const {
    return root_.path().string() + "/written.ndjson";
  }
  [[nodiscard]] std::string directory() const {
    return root_.path().string() + "/Testing/observation";
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& each : fs::directory_iterator(directory())) {
      found.push_back(each.path().filename().string().substr(0, 8));
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  [[nodiscard]] std::string refusal() const {
    try {
      static_cast<void>(read_observation(directory()));
    } catch (const std::exception& problem) {
      return problem.what();
    }
    return "none";
  }

 private:
  temp_dir root_{"o"};
};

TEST(observation, is_read_as_it_was_stored) {
  const stored there;
  const observation seen = read_observation(there.directory());
  const std::vector<std::string> none{"", ""};
  EXPECT_EQ(json_of(stored_observation{seen, none}),
            json_of(stored_observation{two_tests(), none}));
  EXPECT_EQ(seen.tests.at(0).record.head.test, "suite/Orders.Export");
  EXPECT_TRUE(seen.tests.at(0).was_watched());
  EXPECT_TRUE(seen.tests.at(0).record.is_complete());
  EXPECT_FALSE(seen.tests.at(1).was_watched());
}

TEST(observation, replaces_the_one_before_it) {
  const stored there;
  observation next = two_tests();
  next.tests.pop_back();
  store_observation(next, {there.record()}, there.directory());
  EXPECT_EQ(read_observation(there.directory()).tests.size(), 1U);
  EXPECT_THAT(there.names(), ElementsAre("observat", "records-"));
}

TEST(observation, is_in_a_directory_of_this_user_alone) {
  const stored there;
  struct stat found {};
  ASSERT_EQ(::stat(there.directory().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
  EXPECT_EQ(::chmod(there.directory().c_str(), 0777), 0);
  EXPECT_THAT(there.refusal(), HasSubstr("is not a private directory"));
}

TEST(observation, is_not_read_through_a_link) {
  const stored there;
  fs::rename(there.directory(), there.directory() + "2");
  fs::create_directory_symlink(there.directory() + "2", there.directory());
  EXPECT_THAT(there.refusal(), HasSubstr("is not a private directory"));
}

TEST(observation, that_is_missing_is_reported_with_the_command_that_makes_it) {
  const temp_dir empty("o");
  try {
    static_cast<void>(read_observation(empty.path().string() + "/none"));
    FAIL();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), cli::exit_environment);
    EXPECT_THAT(problem.what(), HasSubstr("parallel-testing suggest <build>"));
  }
}

TEST(observation, without_one_of_its_records_is_refused) {
  const stored there;
  for (const auto& each : fs::recursive_directory_iterator(there.directory())) {
    if (each.path().extension() == ".ndjson") {
      fs::remove(each.path());
      break;
    }
  }
  EXPECT_THAT(there.refusal(), HasSubstr("is missing"));
}

TEST(observation, C74_cut_anywhere_is_refused) {
  const std::string text =
      json_of(stored_observation{two_tests(), {"records-1/1.ndjson", ""}});
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    EXPECT_THROW(static_cast<void>(parse_observation(text.substr(0, size))),
                 record_error);
  }
}

TEST(observation, with_another_version_outcome_or_path_is_refused) {
  const std::string text =
      json_of(stored_observation{two_tests(), {"records-1/1.ndjson", ""}});
  const auto refusal = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    try {
      static_cast<void>(parse_observation(changed));
    } catch (const record_error& problem) {
      return std::string(problem.what());
    }
    return std::string("none");
  };
  EXPECT_THAT(refusal("\"version\": 1", "\"version\": 2"),
              HasSubstr("version 2, this program reads 1"));
  EXPECT_THAT(refusal("timeout", "tmeout"),
              HasSubstr("'tmeout' is not an outcome"));
  EXPECT_THAT(refusal("passes", "psses"),
              HasSubstr("'psses' is not the end of a test"));
  EXPECT_THAT(refusal("records-1/1", "records-/../../x"),
              HasSubstr("is not the path of a record"));
  EXPECT_THAT(refusal("records-1/1", "/etc/passwd"),
              HasSubstr("is not the path of a record"));
}

TEST(observation, of_a_tree_that_uses_the_module_is_in_the_tree) {
  EXPECT_EQ(observation_directory("/b", true),
            "/b/Testing/ParallelTesting/observation");
}

TEST(observation, C95_of_another_tree_is_not_in_the_tree) {
  const temp_dir state("o");
  ::setenv("PARALLEL_TESTING_STATE_DIR", state.path().c_str(), 1);
  const std::string one = observation_directory("/build/tree", false);
  const std::string other = observation_directory("/build_2ftree", false);
  const std::string deep =
      observation_directory("/" + std::string(400, 'x'), false);
  ::unsetenv("PARALLEL_TESTING_STATE_DIR");
  EXPECT_THAT(one, HasSubstr(state.path().string()));
  EXPECT_NE(one, other);
  for (const fs::path& part : fs::path(deep)) {
    EXPECT_LT(part.string().size(), 255U);
  }
}

}  // namespace
}  // namespace parallel_testing::tools
