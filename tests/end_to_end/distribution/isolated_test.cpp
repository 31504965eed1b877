// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that are forked from one prepared process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "history/queries.hpp"
#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

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

TEST(isolated_unit, C101_a_case_sees_nothing_that_another_case_changed) {
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

TEST(isolated_unit, the_program_starts_and_sets_up_its_environment_once) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^i[.]Changes"});
  EXPECT_THAT(result.noted("start"), SizeIs(1));
  EXPECT_THAT(result.noted("environment"), ElementsAre("up", "down"));
  EXPECT_THAT(result.noted("suite"), SizeIs(3));
  // Of each process that ended, and of the common one.
  EXPECT_THAT(different(result.noted("exit handler")), SizeIs(4));
  EXPECT_THAT(result.noted("exit handler"), SizeIs(4));
}

TEST(isolated_unit, what_the_program_had_buffered_is_written_once) {
  sandbox box(E2E_BUILD);
  const std::string output =
      box.ctest({"-R", "^i[.]Changes"}).at(changes).output;
  EXPECT_EQ(occurrences(output, "buffered before main"), 1U);
}

TEST(isolated_unit, its_output_has_the_frame_of_one_program) {
  sandbox box(E2E_BUILD);
  const std::string output =
      box.ctest({"-R", "^i[.]Changes"}).at(changes).output;
  EXPECT_EQ(occurrences(output, "Global test environment set-up"), 1U);
  EXPECT_EQ(occurrences(output, "Global test environment tear-down"), 1U);
  EXPECT_EQ(occurrences(output, "[ RUN      ]"), 3U);
  EXPECT_EQ(occurrences(output, "[       OK ]"), 3U);
}

TEST(isolated_unit, death_tests_of_both_styles_work) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^repeated[.]Deaths"});
  EXPECT_THAT(
      result.passed(),
      ElementsAre("repeated.Deaths.InStyleFast..InStyleThreadsafe (2)"));
}

TEST(isolated_unit, C101_a_case_that_hangs_is_ended_alone) {
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

TEST(isolated_unit, C101_a_limit_of_memory_is_that_of_one_case) {
  sandbox box(E2E_BUILD);
  EXPECT_THAT(box.ctest({"-R", "^i[.]Memory"}).passed(),
              ElementsAre("i.Memory"));
}

class unsafe : public testing::TestWithParam<const char*> {};

TEST_P(unsafe, C102_program_starts_once_for_each_case_and_says_why) {
  const std::string kind = GetParam();
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^" + kind + "[.]Unsafe"});
  const std::string name = kind + ".Unsafe.One..Two (2)";
  EXPECT_THAT(result.passed(), ElementsAre(name));
  EXPECT_THAT(result.noted("ran"), UnorderedElementsAre("One", "Two"));
  EXPECT_THAT(result.noted("main"),
              ElementsAre("--" + kind, "after", "--" + kind, "after",
                          "--" + kind, "after"));
  const std::string text =
      "start the program once each instead of being forked: it has ";
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
                                         "socket", "pipe"),
                         [](const auto& kind) {
                           return std::string(kind.param);
                         });

TEST(isolated_unit, repeats_and_shuffles_like_one_process) {
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
