// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All that a run prints, from what ctest printed and the tests logged.
#include "support/golden.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "commands/run/conclusion.hpp"
#include "commands/run/watch/display.hpp"
#include "commands/run/watch/observer.hpp"
#include "events/log_files.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::run_command {
namespace {

const std::string data = RUN_DATA;

constexpr std::int64_t millisecond = 1'000'000;

/// What ctest prints of the run whose events are in the data of `report`.
const std::vector<std::string> lines_of_ctest{
    "Test project /b",
    "      Start  1: Orders.Migrate",
    "      Start  2: Orders.Export",
    " 1/11 Test  #1: Orders.Migrate ..............   Passed    0.40 sec",
    "      Start  3: Orders.Total",
    " 2/11 Test  #3: Orders.Total ................***Failed    0.10 sec",
    "/src/shop/tests/orders_test.cpp:30: Expected equality of these values:",
    "",
    "      Start  4: Orders.Skips",
    " 3/11 Test  #4: Orders.Skips ................***Skipped   0.02 sec",
    "      Start  5: Orders.Crash",
    " 4/11 Test  #5: Orders.Crash ................***Exception: SegFault  0.02 "
    "sec",
    "about to crash",
    "",
    "      Start  6: Orders.Hangs",
    " 5/11 Test  #2: Orders.Export ...............   Passed    0.70 sec",
    "      Start  9: missing",
    "Could not find executable /b/missing",
    " 6/11 Test  #9: missing .....................***Not Run   0.00 sec",
    "      Start 10: serve",
    " 7/11 Test #10: serve .......................***Failed    0.03 sec",
    "      Start 11: serve.quietly",
    " 8/11 Test #11: serve.quietly ...............   Passed    0.03 sec",
    " 9/11 Test  #6: Orders.Hangs ................***Timeout   0.50 sec",
    ""};

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
  tools::event_writer nowhere("/dev/null/run", "r");
  observer watched({}, nowhere,
                   {[](const watched_test&) {},
                    [&](const test_end& told) {
                      now.done = told.done;
                      now.bad += tools::is_bad(told.outcome) ? 1 : 0;
                      shown->on_end(told);
                    },
                    [&](std::string_view line) { shown->on_text(line); }});
  for (tools::event& each : sample().events) watched.on_event(std::move(each));
  for (const std::string& line : lines_of_ctest) {
    watched.on_line(line);
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
