// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All that a run prints, from what ctest printed and the tests logged.
#include "support/golden.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/whole_file.hpp"
#include "commands/run/conclusion.hpp"
#include "commands/run/watch/display.hpp"
#include "commands/run/watch/observer.hpp"
#include "events/log_files.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::run_command {
namespace {

const std::string data = RUN_DATA;

constexpr std::int64_t millisecond = 1'000'000;

/// What `ctest -j2 -V` 3.25 printed of a run whose events could be those in the
/// data of `report`: recorded in a build tree with these tests, except that its
/// directory is `/b` here.
std::vector<std::string> lines_of_ctest() {
  std::istringstream recorded(
      tools::read_file(data + "/ctest.txt").value_or(""));
  std::vector<std::string> lines;
  for (std::string line; std::getline(recorded, line);) lines.push_back(line);
  return lines;
}

run_settings settings() {
  run_settings with;
  with.project = "shop";
  with.build = "/b";
  with.jobs = {2, "2 processors"};
  with.seed = 7;
  with.has_module = true;
  with.environment = {{"DATABASE_URL", "postgresql://me:secret@db/orders"}};
  return with;
}

tools::event_log sample() {
  return tools::load_event_logs({data + "/../../report/data/events.ndjson"});
}

/// Header, progress and conclusion on that screen.
std::string printed_on(const cli::terminal& screen) {
  std::ostringstream out;
  const auto shown = make_display(out, screen, text_of_ctest::hidden);
  for (const std::string& line : header_of(settings())) shown->note(line);
  live_status now;
  now.total = 11;
  bool is_news = false;
  tools::event_writer nowhere("/dev/null/run", "r");
  observer watched({}, nowhere,
                   {[&](const watched_test&) { is_news = true; },
                    [&](const test_end& told) {
                      is_news = true;
                      now.done = told.done;
                      now.bad += tools::is_bad(told.outcome) ? 1 : 0;
                      shown->on_end(told);
                    },
                    [&](std::string_view line) { shown->on_text(line); }});
  for (tools::event& each : sample().events) watched.on_event(std::move(each));
  for (const std::string& line : lines_of_ctest()) {
    watched.on_line(line);
    if (!std::exchange(is_news, false)) continue;
    now.elapsed_ns += 40 * millisecond;
    now.running.clear();
    for (const watched_test* test : watched.running()) {
      now.running.push_back(
          {watched.known().worker_of(*test), test->name, 40 * millisecond});
    }
    shown->refresh(now);
  }
  watched.end_ctest();
  shown->finish();
  std::ostringstream err;
  options wanted;
  wanted.durations = 3;
  print_result({{}, out, err, screen}, wanted,
               tools::build_run_result(sample().events, {}));
  EXPECT_EQ(err.str(), "");
  return out.str();
}

TEST(run_output, in_a_pipe_is_lines) {
  support::expect_golden(data + "/pipe.txt", printed_on({}));
}

TEST(run_output, on_a_terminal_of_80_columns_is_a_bar_and_what_matters) {
  support::expect_golden(data + "/terminal.txt",
                         printed_on({80, cli::colour::always}));
}

TEST(run_output, for_programs_is_json_and_nothing_else) {
  std::ostringstream out;
  options wanted;
  wanted.format = cli::output_format::json;
  print_result({{}, out, out, {}}, wanted,
               tools::build_run_result(sample().events, {}));
  support::expect_golden(data + "/../../report/data/run.json", out.str());
}

}  // namespace
}  // namespace parallel_testing::run_command
