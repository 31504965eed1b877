// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that are forked from one prepared process.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "history/queries.hpp"
#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "support/sanitized.hpp"

namespace parallel_testing::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const char* const changes = "i.Changes.One..StartsAProgram (3)";

std::set<std::string> different(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

struct isolated_unit : testing::Test {
  void SetUp() override {
    if (has_thread_sanitizer) {
      GTEST_SKIP() << "a program with ThreadSanitizer is not forked";
    }
  }
};

TEST_F(isolated_unit, C101_a_case_sees_nothing_that_another_case_changed) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^i[.]Changes"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), ElementsAre(changes));
  EXPECT_THAT(different(result.noted("pid")), SizeIs(2));
  EXPECT_THAT(different(result.noted("directory")), SizeIs(2));
  EXPECT_THAT(different(result.noted("tmpdir")), SizeIs(4));
  // Both have the sequence of the seed that the program set.
  EXPECT_THAT(different(result.noted("random")), SizeIs(1));
}

TEST_F(isolated_unit, the_program_starts_and_sets_up_its_environment_once) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^i[.]Changes"});
  EXPECT_THAT(result.noted("start"), SizeIs(1));
  EXPECT_THAT(result.noted("environment"), ElementsAre("up", "down"));
  EXPECT_THAT(result.noted("suite"), SizeIs(3));
  // Of each process that ended, and of the common one.
  EXPECT_THAT(different(result.noted("exit handler")), SizeIs(4));
  EXPECT_THAT(result.noted("exit handler"), SizeIs(4));
}

TEST_F(isolated_unit, what_the_program_had_buffered_is_written_once) {
  sandbox box(E2E_BUILD);
  const std::string output =
      box.ctest({"-R", "^i[.]Changes"}).at(changes).output;
  EXPECT_EQ(occurrences(output, "buffered before main"), 1U);
}

TEST_F(isolated_unit, its_output_has_the_frame_of_one_program) {
  sandbox box(E2E_BUILD);
  const std::string output =
      box.ctest({"-R", "^i[.]Changes"}).at(changes).output;
  EXPECT_EQ(occurrences(output, "Global test environment set-up"), 1U);
  EXPECT_EQ(occurrences(output, "Global test environment tear-down"), 1U);
  EXPECT_EQ(occurrences(output, "[ RUN      ]"), 3U);
  EXPECT_EQ(occurrences(output, "[       OK ]"), 3U);
}

TEST_F(isolated_unit, death_tests_of_both_styles_work) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^repeated[.]Deaths"});
  EXPECT_THAT(
      result.passed(),
      ElementsAre("repeated.Deaths.InStyleFast..InStyleThreadsafe (2)"));
}

TEST_F(isolated_unit, C101_a_case_that_hangs_is_ended_alone) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^i[.]Hangs"});
  EXPECT_THAT(result.noted("ran"), ElementsAre("Hangs.Two"));
  const std::string output = result.at("i.Hangs.One..Two (2)").output;
  EXPECT_THAT(output, HasSubstr("timed out: i.Hangs.One"));
  EXPECT_THAT(output, HasSubstr("stacks of 'i.Hangs.One' after"));
  EXPECT_THAT(output, HasSubstr("Hangs_One_Test::TestBody()"));
  EXPECT_THAT(output, Not(HasSubstr("i.Hangs.Two (")));
  std::vector<std::string> outcomes;
  for (const tools::test_case& each : result.history().cases) {
    outcomes.push_back(each.test + " " + tools::to_text(each.outcome.value()));
  }
  EXPECT_THAT(outcomes,
              UnorderedElementsAre("Hangs.One timeout", "Hangs.Two pass"));
}

TEST_F(isolated_unit, C101_a_limit_of_memory_is_that_of_one_case) {
  if (is_sanitized) {
    GTEST_SKIP() << "a sanitizer reserves more memory";
  }
  sandbox box(E2E_BUILD);
  EXPECT_THAT(box.ctest({"-R", "^i[.]Memory"}).passed(),
              ElementsAre("i.Memory"));
}

/// Whether the tests that asked for namespaces got none.
bool cannot_isolate(const ctest_result& result) {
  const std::vector<std::string> kinds = result.noted("isolated");
  return !kinds.empty() && kinds[0].empty();
}

TEST_F(isolated_unit, C101_each_case_has_its_own_namespaces) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_KEEP", box.path(""));
  const ctest_result result = box.ctest({"-R", "^i[.]Private"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), ElementsAre("i.Private.One..Two (2)"));
  if (cannot_isolate(result)) {
    GTEST_SKIP() << "this machine has no namespaces for tests";
  }
  for (const char* const kind : {"ipc", "mnt", "net"}) {
    const std::vector<std::string> of_program =
        result.noted(std::string("start ") + kind);
    ASSERT_THAT(of_program, SizeIs(1));
    // The second case may get the number of those of the first.
    EXPECT_THAT(result.noted(kind), SizeIs(2));
    EXPECT_THAT(result.noted(kind), Not(Contains(of_program[0])));
  }
  EXPECT_THAT(result.noted("start"), SizeIs(1));
}

/// The launcher has made one directory for all of them.
TEST_F(isolated_unit,
       C102_each_case_has_its_own_directory_if_it_is_not_forked) {
  sandbox box(E2E_BUILD);
  box.set("E2E_STARTS_A_THREAD", "yes");
  const ctest_result result = box.ctest({"-V", "-R", "^i[.]Private"});
  EXPECT_THAT(result.output, HasSubstr("instead of being forked"));
  EXPECT_EQ(what_went_wrong(result), "");
}

TEST_F(isolated_unit, cases_take_turns_where_there_are_no_namespaces) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_ISOLATION", "none");
  const ctest_result result = box.ctest({"-R", "^i[.]Private"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), ElementsAre("i.Private.One..Two (2)"));
  EXPECT_THAT(different(result.noted("net")), SizeIs(1));
  EXPECT_THAT(result.noted("start"), SizeIs(1));
}

/// What the tool prints, which has to end with 0.
std::string tool(sandbox& box, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), E2E_TOOL);
  const finished_process ended = box.run(arguments);
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  return ended.output;
}

TEST_F(isolated_unit, explain_knows_each_of_its_cases) {
  sandbox box(E2E_BUILD);
  const std::string output = tool(box, {"explain", "i.Changes.Two", E2E_BUILD});
  EXPECT_THAT(output, HasSubstr("i.Changes.Two"));
  EXPECT_THAT(output, HasSubstr(changes));
}

TEST_F(isolated_unit, debug_starts_one_of_its_cases_alone) {
  sandbox box(E2E_BUILD);
  const std::string output =
      tool(box, {"debug", "i.Hangs.Two", E2E_BUILD, "--", "/usr/bin/env"});
  EXPECT_EQ(occurrences(output, "[       OK ] Hangs.Two"), 1U);
  EXPECT_EQ(occurrences(output, "[ RUN      ]"), 1U);
}

TEST_F(isolated_unit, shards_run_it_as_a_whole_and_once) {
  if (is_sanitized) {
    GTEST_SKIP() << "a sanitizer reserves more memory";
  }
  sandbox box(E2E_BUILD);
  std::string output;
  for (const char* const shard : {"1/2", "2/2"}) {
    output += tool(box, {"shard", shard, E2E_BUILD, "--by", "slice", "--run",
                         "--", "-R", "^i[.](Changes|Memory)", "--verbose"});
  }
  for (const char* const name :
       {"Changes.One", "Changes.Two", "Changes.StartsAProgram",
        "Memory.IsLimited", "Memory.IsNot"}) {
    EXPECT_EQ(occurrences(output, std::string("[       OK ] ") + name + " "),
              1U)
        << name;
  }
}

TEST_F(isolated_unit, C101_a_leak_stays_red_when_its_test_is_retried) {
  sandbox box(E2E_BUILD);
  const finished_process ended =
      box.run({E2E_TOOL, "run", "--test-dir", E2E_BUILD, "--retries", "1", "-R",
               "^launched[.]Leaves"});
  EXPECT_NE(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("leak launched.Leaves.One..Two (2): "
                                      "launched.Leaves.One (2 attempts)"));
  EXPECT_THAT(ended.output, HasSubstr("left behind: sleep"));
  // The case that left the process runs again.
  const std::vector<std::string> notes = read_lines(box.path("run.notes"));
  EXPECT_THAT(notes, Contains("ran\tLeaves.One").Times(2));
  EXPECT_THAT(notes, Contains("ran\tLeaves.Two").Times(2));
}

/// Per case, what `run` reports and what is in its JUnit file.
std::map<std::string, std::string> results_of_leaks(const std::string& mode) {
  sandbox box(E2E_BUILD);
  const finished_process ended =
      box.run({E2E_TOOL, "run", "--test-dir", E2E_BUILD, "-R", "^leak." + mode,
               "--format", "json", "--output-junit", box.path("junit.xml")});
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  std::map<std::string, std::string> results;
  const std::string prefix = "leak." + mode + ".Leaky.";
  const auto json = nlohmann::json::parse(ended.output.substr(
      std::min(ended.output.find('{'), ended.output.size())));
  for (const auto& test : json.at("tests")) {
    const std::string name = test.at("name");
    if (name.rfind(prefix, 0) != 0) {
      results[name] = "";
      continue;
    }
    const auto& attempt = test.at("attempts").back();
    // Of a crash, ctest and the parent of forked cases have their own texts.
    const bool is_crash = attempt.at("outcome") == "crash";
    results[name.substr(prefix.size())] =
        nlohmann::json{attempt.at("outcome"),
                       is_crash ? nlohmann::json("") : attempt.at("message"),
                       test.at("left_behind")}
            .dump();
  }
  pugi::xml_document junit;
  EXPECT_TRUE(junit.load_file(box.path("junit.xml").c_str()));
  for (const auto& found : junit.select_nodes("//testcase")) {
    const pugi::xml_node one = found.node();
    const std::string name = one.attribute("name").value();
    const bool is_case = name.rfind(prefix, 0) == 0;
    const pugi::xml_node bad =
        one.child("failure") ? one.child("failure") : one.child("error");
    results[is_case ? name.substr(prefix.size()) : name] +=
        bad                    ? fmt::format(" JUnit: {} {}", bad.name(),
                                             bad.attribute("type").value())
        : one.child("skipped") ? " JUnit: skipped"
                               : " JUnit: good";
  }
  return results;
}

TEST_F(isolated_unit, C101_what_a_case_leaves_behind_fails_that_case_alone) {
  const auto alone = results_of_leaks("alone");
  using testing::Pair;
  const std::string left =
      R"("left behind: sleep",["sleep"]] JUnit: failure leak)";
  EXPECT_THAT(
      alone,
      UnorderedElementsAre(
          Pair("Leaves", R"(["leak",)" + left),
          Pair("LeavesNothing", R"(["pass","",[]] JUnit: good)"),
          Pair("WaitsForWhatItStarts", R"(["pass","",[]] JUnit: good)"),
          Pair("MayLeave", R"(["pass","",["sleep"]] JUnit: good)"),
          Pair("Skips", R"(["leak",)" + left),
          Pair("Fails", testing::StartsWith(R"(["fail",)")),
          Pair("Crashes", R"(["crash","",["sleep"]] JUnit: error crash)")));
  for (const char* const mode : {"forked", "started"}) {
    EXPECT_EQ(results_of_leaks(mode), alone) << mode;
  }
}

TEST_F(isolated_unit, a_launcher_knows_that_a_forked_case_failed) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^leak.forked"});
  ASSERT_THAT(result.failed(), SizeIs(1));
  EXPECT_THAT(result.at(result.failed()[0]).output,
              Not(HasSubstr("the test passed")));
}

class unsafe : public testing::TestWithParam<const char*> {};

TEST_P(unsafe, C102_program_starts_once_for_each_case_and_says_why) {
  const std::string kind = GetParam();
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_KEEP", box.path(""));
  const ctest_result result = box.ctest({"-R", "^" + kind + "[.]Unsafe"});
  if (cannot_isolate(result)) {
    GTEST_SKIP() << "this machine has no namespaces for tests";
  }
  const std::string name = kind + ".Unsafe.One..Two (2)";
  EXPECT_THAT(result.passed(), ElementsAre(name));
  EXPECT_THAT(result.noted("ran"), UnorderedElementsAre("One", "Two"));
  EXPECT_THAT(result.noted("main"),
              ElementsAre("--" + kind, "after", "--" + kind, "after",
                          "--" + kind, "after"));
  const std::string text =
      "start the program once each instead of being forked: it";
  EXPECT_EQ(occurrences(result.at(name).output, text), 1U);
  std::size_t warnings = 0;
  for (const std::string& line : read_lines(
           box.runs_directory() + "/" + box.last_run() + "/events.ndjson")) {
    warnings += occurrences(line, text);
  }
  EXPECT_EQ(warnings, 1U);
}

INSTANTIATE_TEST_SUITE_P(programs, unsafe,
                         testing::Values("threads", "children", "epoll",
                                         "socket", "pipe", "tmp", "shm"),
                         [](const auto& kind) {
                           return std::string(kind.param);
                         });

TEST_F(isolated_unit, repeats_and_shuffles_like_one_process) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^repeated[.]Unsafe"});
  EXPECT_THAT(result.passed(), SizeIs(1));
  EXPECT_THAT(result.noted("ran"),
              UnorderedElementsAre("One", "One", "Two", "Two"));
  // A listener of the program counts one case in each process.
  EXPECT_THAT(different(result.noted("started")), ElementsAre("1"));
  EXPECT_THAT(result.noted("main"), ElementsAre("", "after"));
}

}  // namespace
}  // namespace parallel_testing::support
