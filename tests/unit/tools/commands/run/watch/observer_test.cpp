// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/observer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

tools::listed_test listed(const std::string& name,
                          const std::string& selector) {
  tools::listed_test test;
  test.name = name;
  test.command = {"/b/t", "--gtest_filter=" + selector};
  return test;
}

tools::event start_of(std::int64_t pid, const std::string& selector,
                      std::int64_t parent = 1) {
  tools::event event;
  event.pid = pid;
  event.worker = std::string("gw").append(std::to_string(pid));
  event.body = tools::process_start{"/b/t", parent, selector, 2, selector};
  return event;
}

struct observer_test : testing::Test {
  tools::event_writer writer{testing::TempDir() + "run", "r1"};
  std::vector<std::string> told;
  std::vector<std::string> left;
  std::vector<std::string> reasons;
  std::unique_ptr<observer> watch =
      watch_these({listed("p.A", "A"), listed("p.B", "B")});

  std::unique_ptr<observer> watch_these(std::vector<tools::listed_test> tests) {
    return std::make_unique<observer>(
        std::move(tests), writer,
        observer_sinks{
            [](const watched_test&) {},
            [this](const test_end& end) {
              reasons.push_back(end.message);
              told.push_back(end.worker + " " + end.test->name + " " +
                             tools::to_text(end.outcome) + " " + end.output);
              left.insert(left.end(), end.left.begin(), end.left.end());
            },
            [this](std::string_view line) { told.emplace_back(line); }});
  }

  void read(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) watch->on_line(line);
  }
};

tools::event case_end(std::int64_t pid, tools::verdict how,
                      const std::string& message) {
  tools::event event;
  event.pid = pid;
  event.body = tools::case_finish{"A", how, 1, message};
  return event;
}

TEST_F(observer_test, the_reason_of_a_case_stands_for_what_ctest_prints) {
  watch->on_event(start_of(7, "A"));
  watch->on_event(case_end(7, tools::verdict::fail, "boom\nand more"));
  read({"    Start 1: p.A", "    Start 2: p.B",
        "1/2 Test #1: p.A ..............***Failed    0.02 sec"});
  watch->on_event(start_of(8, "B"));
  watch->on_event(case_end(8, tools::verdict::skip, "no server"));
  read({"2/2 Test #2: p.B ..............***Skipped   0.02 sec"});
  watch->end_ctest();
  EXPECT_THAT(reasons, testing::ElementsAre("boom", "no server"));
}

TEST_F(observer_test, the_reason_of_a_launched_program_is_that_of_its_test) {
  watch->on_event(start_of(7, "A"));
  watch->on_event(start_of(9, "A", 7));
  watch->on_event(case_end(9, tools::verdict::fail, "boom"));
  read({"    Start 1: p.A", "    Start 2: p.B",
        "1/2 Test #1: p.A ..............Subprocess aborted***Exception:   "
        "0.02 sec",
        "2/2 Test #2: p.B ..............***Failed   0.02 sec"});
  watch->end_ctest();
  EXPECT_THAT(reasons, testing::ElementsAre("Subprocess aborted, SIGABRT: boom",
                                            "Failed"));
}

TEST_F(observer_test, the_reason_under_a_launcher_is_that_of_its_test) {
  const auto end_on_worker = [](std::int64_t pid, const char* worker,
                                const char* message) {
    tools::event end = case_end(pid, tools::verdict::fail, message);
    end.worker = worker;
    return end;
  };
  watch->on_event(start_of(7, "A"));
  watch->on_event(start_of(8, "B"));
  watch->on_event(end_on_worker(19, "gw8", "no server"));
  watch->on_event(end_on_worker(20, "gw7", "boom"));
  watch->on_event(end_on_worker(21, "gw9", "of nobody"));
  read({"    Start 1: p.A", "    Start 2: p.B",
        "1/2 Test #1: p.A ..............***Failed   0.02 sec",
        "2/2 Test #2: p.B ..............***Failed   0.02 sec"});
  watch->end_ctest();
  EXPECT_THAT(reasons, testing::ElementsAre("boom", "no server"));
}

TEST_F(observer_test, reports_the_worker_and_the_output_of_what_fails) {
  watch->on_event(start_of(7, "A"));
  read({"    Start 1: p.A", "    Start 2: p.B"});
  watch->on_event(start_of(8, "B"));
  read({"1: why", "1: ", "2: not shown",
        "1/2 Test #1: p.A ...***Failed    0.01 sec"});
  EXPECT_THAT(told, SizeIs(1)) << "a failure is reported at once";
  read({"2/2 Test #2: p.B ...   Passed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre("gw7 p.A fail why\n", "gw8 p.B pass "));
}

TEST_F(observer_test, knows_what_held_the_output_of_a_test) {
  constexpr std::int64_t second = 1'000'000'000;
  watch->on_event(start_of(7, "A"));
  read({"    Start 1: p.A"});
  EXPECT_EQ(watch->known().held_by(7, second), nullptr);
  tools::event end = start_of(7, "A");
  end.mono_ns = second;
  end.body = tools::process_finish{};
  watch->on_event(std::move(end));
  EXPECT_EQ(watch->known().held_by(7, second - 1), nullptr);
  EXPECT_EQ(watch->known().held_by(8, second), nullptr);
  const watched_test* const held = watch->known().held_by(7, second);
  ASSERT_NE(held, nullptr);
  watch->note_left(*held, 99, "sleep");
  read({"1/1 Test #1: p.A ...   Passed   30.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(left, ElementsAre("sleep",
                                "a process that held its output for 29.01 s "
                                "after its end"));
  EXPECT_EQ(watch->known().held_by(7, second), nullptr);
}

TEST_F(observer_test, C99_output_that_looks_like_ctest_stays_output) {
  read({"    Start 1: p.A", "    Start 2: p.B"});
  std::string printed;
  for (const std::string line :
       {"    Start 2: p.B", "2/2 Test #2: p.B ...   Passed    0.01 sec",
        "1/2 Test #1: p.A ...   Passed    0.01 sec", "2: of p.B", "test 2",
        "1: Test command: x", "Test timeout computed to be: 1",
        "Test timeout changed to 1",
        "100% tests passed, 0 tests failed out of 9",
        "Constructing a list of tests", "nul\\0, \xFF and \r", ""}) {
    read({"1: " + line});
    printed += line + "\n";
  }
  read({"1: end", "1/2 Test #1: p.A ...***Failed    0.01 sec",
        "2/2 Test #2: p.B ...   Passed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told,
              ElementsAre(" p.A fail " + printed + "end\n", " p.B pass "));
}

/// All that ctest 3.25 prints at the start of a test.
const std::vector<std::string> start_of_a{
    "test 1",
    "    Start 1: p.A",
    "",
    "1: Test command: /b/t \"two",
    "    Start 2: p.B",
    "2: lines\"",
    "1: Working Directory: /b",
    "1: Environment variables: ",
    "1:  A=one",
    "    Start 2: p.B",
    "1:  PASSWORD=secret",
    "1: Environment variable modifications: ",
    "1:  PATH=path_list_prepend:/x",
    "1: Test timeout computed to be: 10000000"};

TEST_F(observer_test, C99_what_ctest_prints_about_a_start_is_no_output) {
  watch = watch_these({listed("p.A", "A"), listed("p.B", "B")});
  read({"Constructing a list of tests",
        "Added 0 tests to meet fixture requirements"});
  read(start_of_a);
  read({"1: why", "1/2 Test #1: p.A ...***Failed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre(" p.A fail why\n"));
}

TEST_F(observer_test, C99_with_V_the_user_sees_all_lines_of_ctest) {
  std::vector<std::string> seen;
  observer verbose({listed("p.A", "A")}, writer,
                   {[](const watched_test&) {}, [](const test_end&) {},
                    [&](std::string_view line) { seen.emplace_back(line); }},
                   {{}, verbose_lines::shown});
  std::vector<std::string> lines = start_of_a;
  lines.emplace_back("1: why");
  for (const std::string& line : lines) verbose.on_line(line);
  verbose.on_line("1/1 Test #1: p.A ...***Failed    0.01 sec");
  verbose.end_ctest();
  lines.erase(lines.begin() + 1);  // is for on_start()
  EXPECT_EQ(seen, lines);
}

TEST_F(observer_test, C99_output_that_ctest_prints_twice_is_read_once) {
  for (const auto late : {late_output::possible, late_output::no}) {
    told.clear();
    observer twice({listed("p.A", "A"), listed("p.B", "B")}, writer,
                   {[](const watched_test&) {},
                    [&](const test_end& end) {
                      told.push_back(end.test->name + " " + end.output);
                    },
                    [](std::string_view) {}},
                   {{}, verbose_lines::hidden, late});
    const std::string trap = "2/2 Test #2: p.B ...   Passed    0.01 sec";
    std::vector<std::string> lines{"    Start 1: p.A", "    Start 2: p.B",
                                   "1: ", "1: " + trap,
                                   "1/2 Test #1: p.A ...***Failed    0.01 sec"};
    if (late == late_output::possible) {
      lines.insert(lines.end(), {"", trap, ""});
    }
    lines.insert(lines.end(),
                 {"2: why", "2/2 Test #2: p.B ...***Failed 1 sec", "not why"});
    for (const std::string& line : lines) twice.on_line(line);
    twice.end_ctest();
    EXPECT_THAT(told, ElementsAre("p.A " + trap + "\n", "p.B why\n"));
  }
}

TEST_F(observer_test, regular_expressions_that_were_missed_are_read) {
  read({"    Start 1: p.A", "1: why",
        "1/2 Test #1: p.A ..............***Failed  Required regular expression "
        "not found. Regex=[one",
        "two", "]  0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre(" p.A fail why\n"));
  EXPECT_THAT(reasons, ElementsAre("Required regular expression not found. "
                                   "Regex=[one two ]"));
}

TEST_F(observer_test, C03_names_of_several_lines_are_followed) {
  watch = watch_these({listed("p.C/\"\xC3\x9C\"\n  As Text: \"Ue\"", "C"),
                       listed("p.D\n\nd", "D"), listed("p.B", "B")});
  read({"    Start 1: p.C/\"\xC3\x9C\"", "  As Text: \"Ue\"",
        "    Start 2: p.D", "", "d", "    Start 3: p.B",
        "1/3 Test #1: p.C/\"\xC3\x9C\"",
        "  As Text: \"Ue\" ...   Passed    0.01 sec", "2: 2/3 Test #3: p.B",
        "2: why", "2/3 Test #2: p.D", "", "d ...***Failed    0.01 sec",
        "3/3 Test #3: p.B ...   Passed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre(" p.C/\"\xC3\x9C\"\n  As Text: \"Ue\" pass ",
                                " p.D\n\nd fail 2/3 Test #3: p.B\nwhy\n",
                                " p.B pass "));
}

TEST_F(observer_test, what_only_begins_like_a_name_of_several_lines_is_text) {
  watch = watch_these({listed("p.D\nd", "D"), listed("p.B", "B")});
  read({"    Start 1: p.D", "    Start 2: p.B", "    Start 1: p.D"});
  watch->end_ctest();
  EXPECT_THAT(watch->running(), SizeIs(1));
  EXPECT_THAT(told, ElementsAre("    Start 1: p.D", "    Start 1: p.D"));
}

TEST_F(observer_test, an_end_that_was_missed_hides_no_other) {
  read({"    Start 1: p.A", "    Start 2: p.B",
        "2/2 Test #2: p.B ...   Passed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre(" p.B pass "));
}

TEST_F(observer_test, repeated_tests_end_in_any_order) {
  read({"    Start 1: p.A", "    Start 2: p.B", "1: first",
        "1/2 Test #1: p.A ...***Failed    0.01 sec", "    Start 1: p.A",
        "2: of p.B", "1: second", "1/2 Test #2: p.B ...***Failed    0.01 sec",
        "    Start 2: p.B", "    Test #1: p.A ...***Failed    0.01 sec",
        "    Test #2: p.B ...   Passed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre(" p.A fail first\n", " p.B fail of p.B\n",
                                " p.A fail second\n", " p.B pass "));
}

TEST_F(observer_test, a_test_that_does_not_run_reports_why) {
  read({"    Start 1: p.A", "Failed test dependencies: setup",
        "1/2 Test #1: p.A ...***Not Run   0.00 sec"});
  read({"    Start 2: p.B", "", "2: Test command: /b/t",
        "2: Working Directory: /b", "2: Environment variables: ", "2:  A=one",
        "secret", "Unable to find required file: /no",
        "2/2 Test #2: p.B ...***Not Run   0.00 sec"});
  watch->end_ctest();
  EXPECT_THAT(told,
              ElementsAre(" p.A not_run Failed test dependencies: setup\n",
                          " p.B not_run Unable to find required file: /no\n"));
  EXPECT_THAT(reasons, ElementsAre("Failed test dependencies: setup",
                                   "Unable to find required file: /no"));
}

TEST_F(observer_test, C39_every_attempt_is_an_event) {
  for (const char* word : {"***Failed ", "   Passed "}) {
    watch->begin_ctest(1);
    read({"    Start 1: p.A",
          std::string("1/1 Test #1: p.A ...") + word + "   0.01 sec"});
    watch->end_ctest();
  }
  std::vector<std::pair<std::int64_t, tools::verdict>> attempts;
  for (const tools::event& each : watch->events()) {
    if (const auto* end = each.body.get_if<tools::ctest_finish>()) {
      attempts.emplace_back(end->attempt, end->outcome);
    }
  }
  EXPECT_THAT(attempts, ElementsAre(std::pair(1, tools::verdict::fail),
                                    std::pair(2, tools::verdict::pass)));
}

TEST_F(observer_test, C69_a_launcher_logs_that_a_test_only_leaked) {
  watch->on_event(start_of(7, "A"));
  tools::event said;
  said.pid = 7;
  said.body =
      tools::launch_left{9, "/bin/sleep 5", tools::left_treatment::ended};
  watch->on_event(tools::event(said));
  said.body =
      tools::launch_finish{"p.A", tools::launch_end::exit, 0, 1, 1, "fail"};
  watch->on_event(tools::event(said));
  read({"    Start 1: p.A", "1/2 Test #1: p.A ...***Failed    0.01 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, ElementsAre("gw7 p.A leak "));
  EXPECT_TRUE(watch->known().is_logged_as_left(9));
}

TEST_F(observer_test, a_launched_command_is_known_by_the_name_of_its_test) {
  tools::listed_test plain;
  plain.name = "smoke";
  plain.command = {"/usr/bin/sh", "-c", "true"};
  observer of_plain(
      {plain}, writer,
      {[](const watched_test&) {},
       [this](const test_end& end) { told.push_back(end.worker); },
       [](std::string_view) {}});
  tools::event begun = start_of(7, "");
  begun.body = tools::process_start{"sh", 1, "smoke", 2, ""};
  of_plain.on_event(std::move(begun));
  of_plain.on_line("    Start 1: smoke");
  of_plain.on_line("1/1 Test #1: smoke ...   Passed    0.01 sec");
  EXPECT_THAT(told, ElementsAre("gw7"));
}

TEST_F(observer_test, what_a_test_starts_is_not_taken_for_a_test) {
  watch->on_event(start_of(7, "A"));
  watch->on_event(start_of(8, "A", 7));
  read({"    Start 1: p.A", "1/2 Test #1: p.A ...   Passed    0.01 sec"});
  const auto* end = watch->events().back().body.get_if<tools::ctest_finish>();
  ASSERT_NE(end, nullptr);
  EXPECT_THAT(end->processes, ElementsAre(7));
}

TEST_F(observer_test, C99_a_failure_in_quarantine_is_neither_skip_nor_pass) {
  const auto log = [&](tools::event_body body) {
    tools::event logged = start_of(7, "A");
    logged.body = std::move(body);
    watch->on_event(std::move(logged));
  };
  watch->on_event(start_of(7, "A"));
  log(tools::launch_quarantine{"p.A", 1, 0, "2027-03-01", "me", "issue 7"});
  log(tools::launch_finish{"p.A", tools::launch_end::signal, 11, 1, 0, "fail"});
  read({"    Start 1: p.A",
        "1/2 Test #1: p.A ..............***Skipped   0.02 sec"});
  watch->end_ctest();
  EXPECT_THAT(told, testing::Contains("gw7 p.A crash "));
  EXPECT_THAT(reasons,
              ElementsAre("SIGSEGV; in quarantine until 2027-03-01, owner me: "
                          "issue 7"));
  EXPECT_EQ(watch->tests().at(1).outcome, tools::verdict::skip)
      << "it is not retried, and is not among the failed tests";
}

TEST_F(observer_test, C99_the_output_of_a_test_has_a_limit) {
  std::string output;
  observer limited({listed("p.A", "A")}, writer,
                   {[](const watched_test&) {},
                    [&](const test_end& end) { output = end.output; },
                    [](std::string_view) {}},
                   {{1000, testing::TempDir() + "outputs"}});
  limited.on_line("    Start 1: p.A");
  for (int line = 0; line < 1000; ++line) {
    limited.on_line("1: line " + std::to_string(line));
  }
  limited.on_line("1/1 Test #1: p.A ...***Failed    0.01 sec");
  limited.end_ctest();
  EXPECT_LT(output.size(), 1200U);
  EXPECT_THAT(output, testing::HasSubstr("outputs/1.1.txt"));
  EXPECT_TRUE(output.ends_with("line 999\n"));
}

TEST_F(observer_test, C99_the_last_line_of_a_running_test_is_known) {
  read({"    Start 1: p.A", "    Start 2: p.B", "1: step 1", "2: other",
        "1: step 2", "1: ", "7: of nobody"});
  ASSERT_THAT(watch->running(), SizeIs(2));
  EXPECT_EQ(watch->last_line_of(*watch->running()[0]), "step 2");
  EXPECT_EQ(watch->last_line_of(*watch->running()[1]), "other");
  read({"1/2 Test #1: p.A ...***Failed    0.01 sec", "    Start 1: p.A"});
  ASSERT_THAT(watch->running(), SizeIs(2));
  EXPECT_EQ(watch->last_line_of(watch->tests().at(1)), "")
      << "the next attempt has its own output";
  watch->end_ctest();
}

}  // namespace
}  // namespace parallel_testing::run_command
