// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// data/version_1 has logs of real runs, as they were written before version 2,
// and what the tools of that time reported of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "events/log_files.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> logs() {
  std::vector<fs::path> result;
  for (const auto& each : fs::directory_iterator(VERSION_1_LOGS)) {
    if (each.path().extension() == ".ndjson") {
      result.push_back(each.path());
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string text_of(const run_result& result) {
  std::string text;
  for (const test_result& test : result.tests) {
    for (const attempt& each : test.attempts) {
      text.append("  ").append(to_text(each.outcome)).append(" ");
      text += test.unit.empty() ? test.name : test.unit + "/" + test.name;
      text += (each.message.empty() ? "" : ": ") + each.message + "\n";
    }
  }
  return text;
}

TEST(version_1, logs_are_read_without_a_problem_or_an_unknown_event) {
  std::set<std::size_t> seen;
  for (const fs::path& log : logs()) {
    ASSERT_EQ(content_of(log).find("{\"v\":1,"), 0U) << log;
    const event_log read = load_event_logs({log.string()});
    for (const diagnostic& problem : read.problems) {
      ADD_FAILURE() << to_text(problem);
    }
    for (const event& each : read.events) {
      EXPECT_FALSE(each.body.is<unknown_event>()) << log;
      seen.insert(each.body.kind());
    }
  }
  EXPECT_GE(seen.size(), 24U) << "of the 26 events";
}

TEST(version_1, logs_give_the_results_that_they_always_gave) {
  std::string text;
  for (const fs::path& log : logs()) {
    const run_result result =
        build_run_result(load_event_logs({log.string()}).events, {});
    text += log.filename().string() + ": " + result.end_text() + "\n";
    text += text_of(result);
  }
  EXPECT_EQ(text, content_of(fs::path(VERSION_1_LOGS) / "results.txt"));
}

}  // namespace
}  // namespace parallel_testing::tools
