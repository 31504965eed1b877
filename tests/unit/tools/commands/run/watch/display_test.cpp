// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/display.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t ms = 1'000'000;
constexpr cli::terminal narrow{50, cli::colour::never};

watched_test test_named(const std::string& name, std::int64_t attempt = 1) {
  watched_test test;
  test.name = name;
  test.attempt = attempt;
  return test;
}

TEST(display, a_line_reports_worker_share_result_name_and_time) {
  const watched_test test = test_named("Orders.Migrate");
  test_end end;
  end.test = &test;
  end.worker = "gw0";
  end.duration_ns = 20 * ms;
  end.done = 1;
  end.total = 8;
  EXPECT_EQ(render_end(end, {}),
            "[gw0] [ 12%] PASSED  Orders.Migrate (0.02 s)");
  end.outcome = tools::verdict::timeout;
  end.message = "Timeout";
  end.worker = "";
  EXPECT_EQ(render_end(end, {}),
            "[ - ] [ 12%] TIMEOUT Orders.Migrate (0.02 s): Timeout");
}

TEST(display, C69_what_a_test_left_behind_is_reported_with_its_end) {
  const watched_test test = test_named("serve");
  test_end end;
  end.test = &test;
  end.left = {"sleep"};
  EXPECT_EQ(render_end(end, {}),
            "[ - ] [  0%] PASSED  serve (0.00 s): left behind: sleep");
  end.outcome = tools::verdict::leak;
  end.message = "left behind: sleep";
  EXPECT_EQ(render_end(end, {}),
            "[ - ] [  0%] LEAKED  serve (0.00 s): left behind: sleep");
}

TEST(display, C99_a_failure_in_quarantine_has_its_own_word) {
  const watched_test test = test_named("Orders.Export");
  test_end end;
  end.test = &test;
  end.outcome = tools::verdict::fail;
  end.message = "no file; in quarantine until 2027-03-01, owner me: issue 7";
  end.quarantine = {"", 1, 0, "2027-03-01", "me", "issue 7"};
  EXPECT_EQ(render_end(end, {}),
            "[ - ] [  0%] QUARANTINED Orders.Export (0.00 s): " + end.message);
  end.quarantine->is_over = 1;
  EXPECT_THAT(render_end(end, {}), HasSubstr("FAILED  Orders.Export"));
}

TEST(display, C99_reminders_of_a_silent_run_go_to_the_diagnostics) {
  std::ostringstream err;
  const auto shown = make_reminding_display(err);
  shown->note("not shown");
  shown->remind({"still running:", "  a"});
  EXPECT_EQ(err.str(), "still running:\n  a\n");
}

TEST(display, later_attempts_are_numbered) {
  const watched_test test = test_named("Orders.Migrate", 2);
  test_end end;
  end.test = &test;
  EXPECT_THAT(render_end(end, {}), HasSubstr("[attempt 2]"));
}

TEST(display, a_bar_and_the_running_tests_fit_the_screen) {
  live_status now;
  now.done = 6;
  now.total = 12;
  now.bad = 1;
  now.elapsed_ns = 1500 * ms;
  now.running = {
      {"gw0", "Orders.A_name_that_is_longer_than_the_screen", 900 * ms},
      {"", "plain", 10 * ms}};
  EXPECT_THAT(render_status(now, narrow),
              ElementsAre("[============            ] 6/12  1.50 s  1 failed",
                          "  gw0   0.90 s  Orders.A_name_that_is_longer_than",
                          "    -   0.01 s  plain"));
}

TEST(display, the_bar_has_the_time_left_where_times_are_known) {
  live_status now;
  now.done = 6;
  now.total = 12;
  now.bad = 1;
  now.elapsed_ns = 1500 * ms;
  now.left_ns = 11'200 * ms;
  EXPECT_THAT(render_status(now, {80, cli::colour::never}),
              ElementsAre("[============            ] 6/12  1.50 s  about 12 s "
                          "left  1 failed"));
}

TEST(display, no_more_lines_are_drawn_than_fit) {
  live_status now;
  now.running.resize(40);
  EXPECT_EQ(render_status(now, narrow).size(), 14U);
  EXPECT_EQ(render_status(now, narrow).back(), " and 28 more");
  EXPECT_EQ(render_status(now, {50, cli::colour::never, 6}).size(), 5U);
  EXPECT_EQ(render_status(now, {50, cli::colour::never, 1}).size(), 3U);
}

TEST(display, on_a_terminal_only_what_matters_stays) {
  std::ostringstream out;
  const auto shown = make_display(out, narrow, text_of_ctest::hidden);
  const watched_test test = test_named("Orders.Migrate");
  test_end end;
  end.test = &test;
  shown->on_end(end);
  EXPECT_EQ(out.str(), "");
  shown->refresh({});
  end.outcome = tools::verdict::fail;
  end.output = "1 != 2\n";
  shown->on_end(end);
  EXPECT_THAT(out.str(), HasSubstr("\033[1F\033[J[ - ] [  0%] FAILED "));
  EXPECT_THAT(out.str(), HasSubstr("----- output of Orders.Migrate\n1 != 2\n"));
}

}  // namespace
}  // namespace parallel_testing::run_command
