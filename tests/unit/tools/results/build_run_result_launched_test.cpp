// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tests of which the process tells what neither CTest nor a case does: those
// that the launcher runs, and very short ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/record.hpp"
#include "events/event_parser.hpp"
#include "results/build_run_result.hpp"
#include "tools/history/forged_log.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// The log of a run of the launched test `smoke`.
struct forged_launch {
  forged_log log;
  forged_process tool = log.process({99, "master", "r1", "", 1, 0});
  forged_process launcher = log.process({10, "gw1", "r1", "smoke", 1, 2});

  void begin() {
    tool.add(1, run_start{"shop", "/b", "3.25.1", 2, ""});
    tool.add(2, ctest_start{"smoke", 1, 1, 1});
    launcher.start(3);
  }

  test_result end(const launch_finish& said, const std::string& of_ctest,
                  const std::string& message = "") {
    launcher.add(8, said).add(9, process_finish{2, 3, 2048});
    ctest_finish seen;
    static_cast<ctest_start&>(seen) = {"smoke", 1, 1, 1};
    seen.outcome = from_text<verdict>(of_ctest).value();
    seen.message = message;
    seen.duration_ns = 7;
    seen.processes = {10};
    tool.add(10, seen);
    return only();
  }

  [[nodiscard]] test_result only(
      const std::vector<listed_test>& listing = {}) const {
    const run_result result = build_run_result(log.events, listing);
    EXPECT_THAT(result.tests, SizeIs(1));
    return result.tests.at(0);
  }

  launch_quarantine& held(std::int64_t failed, std::int64_t is_over) {
    quarantine_ = {"smoke", failed, is_over, "2027-03-01", "me", "issue 7"};
    launcher.add(7, quarantine_);
    return quarantine_;
  }
  launch_quarantine quarantine_;

  /// Without `parallel-testing run`: nobody tells what ctest saw.
  test_result alone(const launch_finish& said,
                    const std::vector<listed_test>& listing = {}) {
    launcher.start(3);
    for (std::int64_t at = 0; at < said.left; ++at) {
      launcher.add(7, launch_left{7 + at, "sleep 9", left_treatment::ended});
    }
    launcher.add(8, said).add(9, process_finish{2, 3, 2048});
    return only(listing);
  }
};

const launch_finish fine{"smoke", launch_end::exit, 0, 5, 0, "fail"};
const launch_finish leaking{"smoke", launch_end::exit, 0, 5, 1, "fail"};
const launch_left sleeper{7, "/usr/bin/sleep 1000", left_treatment::ended};

TEST(launched_result, has_worker_memory_and_time_of_its_launcher) {
  forged_launch run;
  run.begin();
  const attempt made = run.end(fine, "pass").decisive();
  EXPECT_EQ(made.outcome, verdict::pass);
  EXPECT_EQ(made.worker, "gw1");
  EXPECT_EQ(made.max_rss_kib, 2048);
  EXPECT_EQ(made.cpu_us, 5);
}

TEST(launched_result, C69_that_left_processes_behind_is_a_leak) {
  forged_launch run;
  run.begin();
  run.launcher.add(7, sleeper);
  const test_result test = run.end(leaking, "fail", "Failed");
  EXPECT_EQ(test.outcome(), verdict::leak);
  EXPECT_EQ(test.decisive().message, "left behind: sleep");
  EXPECT_THAT(test.left_behind, ElementsAre("sleep"));
}

TEST(launched_result, C69_with_a_warning_passes_and_names_what_was_left) {
  forged_launch run;
  run.begin();
  run.launcher.add(7, sleeper);
  const test_result test = run.end(leaking, "pass");
  EXPECT_EQ(test.outcome(), verdict::pass);
  EXPECT_TRUE(test.has_left_processes());
  EXPECT_THAT(test.left_behind, ElementsAre("sleep"));
}

/// What a case of a unit left, recorded before or after the end of the case.
test_result case_that_left(const std::string& policy, verdict how,
                           bool is_early) {
  forged_log log;
  forged_process unit = log.process({10, "gw1", "r1", "", 1, 2});
  unit.start(1).add(2, case_start{"A.B", "a.cpp", 3, {}});
  const case_left left{
      "A.B", 10, 7, "/usr/bin/sleep 1000", left_treatment::ended, policy};
  if (is_early) {
    unit.add(3, left);
  }
  unit.add(4, case_finish{"A.B", how, 5, how == verdict::pass ? "" : "why"});
  if (!is_early) {
    unit.add(5, left);
  }
  unit.add(6, case_start{"A.C", "a.cpp", 9, {}})
      .add(7, case_finish{"A.C", verdict::pass, 5, ""})
      .add(8, process_finish{2, 3, 2048});
  const run_result result = build_run_result(log.events, {});
  EXPECT_THAT(result.tests, SizeIs(2));
  EXPECT_EQ(result.tests.at(1).outcome(), verdict::pass);
  EXPECT_THAT(result.tests.at(1).left_behind, IsEmpty());
  return result.tests.at(0);
}

TEST(result_of_case, C101_is_a_leak_when_it_left_processes_behind) {
  for (const bool is_early : {true, false}) {
    const test_result leaked = case_that_left("fail", verdict::pass, is_early);
    EXPECT_EQ(leaked.outcome(), verdict::leak);
    EXPECT_EQ(leaked.decisive().message, "left behind: sleep");
    EXPECT_THAT(leaked.left_behind, ElementsAre("sleep"));
    EXPECT_EQ(case_that_left("fail", verdict::skip, is_early).outcome(),
              verdict::leak);
    const test_result failed = case_that_left("fail", verdict::fail, is_early);
    EXPECT_EQ(failed.outcome(), verdict::fail);
    EXPECT_EQ(failed.decisive().message, "why");
    EXPECT_THAT(failed.left_behind, ElementsAre("sleep"));
    const test_result warned = case_that_left("warn", verdict::pass, is_early);
    EXPECT_EQ(warned.outcome(), verdict::pass);
    EXPECT_TRUE(warned.has_left_processes());
  }
}

TEST(launched_result, may_leave_what_it_is_allowed_to) {
  forged_launch run;
  run.begin();
  run.launcher.add(7,
                   launch_left{7, "/usr/bin/sleep", left_treatment::allowed});
  run.tool.add(8, ctest_left{"smoke", 1, 7, "sleep"});
  EXPECT_THAT(run.end(leaking, "pass").left_behind, IsEmpty());
}

TEST(launched_result, that_fails_and_leaks_has_failed) {
  forged_launch run;
  run.begin();
  run.launcher.add(7, sleeper);
  launch_finish said = leaking;
  said.code = 3;
  const test_result test = run.end(said, "fail", "Failed");
  EXPECT_EQ(test.outcome(), verdict::fail);
  EXPECT_EQ(test.decisive().message, "exit code 3");
  EXPECT_THAT(test.left_behind, ElementsAre("sleep"));
}

TEST(launched_result, knows_signal_and_time_out_better_than_ctest) {
  forged_launch run;
  run.begin();
  EXPECT_EQ(
      run.end({"smoke", launch_end::signal, 11, 5, 0, ""}, "fail").outcome(),
      verdict::crash);
  forged_launch late;
  late.begin();
  EXPECT_EQ(
      late.end({"smoke", launch_end::timeout, 15, 5, 0, ""}, "fail").outcome(),
      verdict::timeout);
}

TEST(launched_result, of_a_plain_ctest_has_the_word_of_the_launcher) {
  forged_launch run;
  EXPECT_EQ(run.alone(fine).outcome(), verdict::pass);
  forged_launch dead;
  const test_result crashed =
      dead.alone({"smoke", launch_end::signal, 11, 5, 0, ""});
  EXPECT_EQ(crashed.outcome(), verdict::crash);
  EXPECT_EQ(crashed.decisive().message, "SIGSEGV");
  EXPECT_EQ(crashed.decisive().duration_ns, 5);
  forged_launch late;
  EXPECT_EQ(late.alone({"smoke", launch_end::timeout, 15, 5, 0, ""}).outcome(),
            verdict::timeout);
  forged_launch leak;
  EXPECT_EQ(leak.alone(leaking).outcome(), verdict::leak);
  forged_launch warned;
  launch_finish said = leaking;
  said.leak = "warn";
  EXPECT_EQ(warned.alone(said).outcome(), verdict::pass);
}

TEST(launched_result, of_a_plain_ctest_obeys_the_properties_of_the_test) {
  forged_launch run;
  listed_test skips;
  skips.name = "smoke";
  skips.command = {"/build/smoke"};
  skips.properties["SKIP_RETURN_CODE"] = {"77"};
  EXPECT_EQ(
      run.alone({"smoke", launch_end::exit, 77, 5, 0, ""}, {skips}).outcome(),
      verdict::skip);
  listed_test fails = skips;
  fails.properties = {{"WILL_FAIL", {"true"}}};
  forged_launch inverted;
  EXPECT_EQ(inverted.alone(fine, {fails}).outcome(), verdict::fail);
  listed_test prints = skips;
  prints.properties = {{"PASS_REGULAR_EXPRESSION", {"refused"}}};
  forged_launch printing;
  EXPECT_EQ(printing.alone({"smoke", launch_end::exit, 1, 5, 0, ""}, {prints})
                .outcome(),
            verdict::pass);
}

TEST(short_result, has_the_time_of_its_process) {
  forged_launch run;
  run.begin();
  run.launcher.finish(8);
  ctest_finish seen;
  static_cast<ctest_start&>(seen) = {"smoke", 1, 1, 1};
  seen.outcome = verdict::pass;
  seen.processes = {10};
  run.tool.add(10, seen);
  EXPECT_EQ(run.only().total_ns(), 5);
}

TEST(launch_events, are_read_with_their_limits) {
  const std::string head =
      R"({"v":1,"time_ns":1,"mono_ns":1,"run":"r","worker":"gw0","pid":9,)"
      R"("seq":1,"event":)";
  const event left =
      parse_event(head + R"("launch_left","process":7,"command":"sleep 9",)"
                         R"("treatment":"allowed"})");
  EXPECT_EQ(left.body.get<launch_left>().treatment, left_treatment::allowed);
  const std::string finish =
      head + R"("launch_finish","test":"t","duration_ns":3,"left":0,"how":)";
  const event old = parse_event(finish + R"("signal","code":11})");
  EXPECT_EQ(old.body.get<launch_finish>().end, launch_end::signal);
  EXPECT_EQ(old.body.get<launch_finish>().leak, "");
  EXPECT_THROW((void)parse_event(finish + R"("signal","code":256})"),
               record_error);
  EXPECT_THROW((void)parse_event(finish + R"("magic","code":0})"),
               record_error);
}

launch_finish launched_with(launch_end end, std::int64_t code) {
  launch_finish said;
  said.test = "smoke";
  said.end = end;
  said.code = code;
  return said;
}

TEST(build_run_result_quarantine, C99_a_failure_is_no_skip_and_no_pass) {
  forged_launch run;
  run.begin();
  run.held(1, 0);
  const test_result test =
      run.end(launched_with(launch_end::exit, 1), "skip", "Skipped");
  EXPECT_EQ(test.outcome(), verdict::fail);
  EXPECT_EQ(test.decisive().message, "exit code 1");
  EXPECT_TRUE(test.is_excused());
  EXPECT_FALSE(test.counts_as_failure());
  EXPECT_EQ(quarantine_text(test.quarantine),
            "in quarantine until 2027-03-01, owner me: issue 7");
}

TEST(build_run_result_quarantine, C99_a_crash_stays_one) {
  forged_launch run;
  run.begin();
  run.held(1, 0);
  const test_result test =
      run.end(launched_with(launch_end::signal, 11), "skip", "Skipped");
  EXPECT_EQ(test.outcome(), verdict::crash);
  EXPECT_EQ(test.decisive().message, "SIGSEGV");
  EXPECT_TRUE(test.is_excused());
}

TEST(build_run_result_quarantine, C100_a_failure_counts_after_the_date) {
  forged_launch run;
  run.begin();
  run.held(1, 1);
  const test_result test =
      run.end(launched_with(launch_end::exit, 1), "fail", "Failed");
  EXPECT_EQ(test.outcome(), verdict::fail);
  EXPECT_TRUE(test.counts_as_failure());
  EXPECT_EQ(quarantine_text(test.quarantine),
            "its quarantine was until 2027-03-01, owner me: issue 7");
}

TEST(build_run_result_quarantine, C99_skips_and_passes_stay_what_they_are) {
  forged_launch skipped;
  skipped.begin();
  skipped.held(0, 0);
  EXPECT_EQ(skipped.end(launched_with(launch_end::exit, 0), "skip", "Skipped")
                .outcome(),
            verdict::skip);
  forged_launch passed;
  passed.begin();
  passed.held(0, 0);
  const test_result test =
      passed.end(launched_with(launch_end::exit, 0), "pass");
  EXPECT_EQ(test.outcome(), verdict::pass);
  EXPECT_FALSE(test.is_excused());
}

TEST(build_run_result_quarantine, C99_without_it_nothing_is_excused) {
  forged_launch run;
  run.begin();
  const test_result test =
      run.end(launched_with(launch_end::exit, 1), "fail", "Failed");
  EXPECT_TRUE(test.counts_as_failure());
  EXPECT_EQ(quarantine_text(test.quarantine), "");
}

}  // namespace
}  // namespace parallel_testing::tools
