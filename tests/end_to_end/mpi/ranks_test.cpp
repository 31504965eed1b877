// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

using outcomes = std::vector<std::string>;

/// The outcomes of the ranks in each event about a case.
std::vector<outcomes> outcomes_in(const ctest_result& result) {
  std::vector<outcomes> found;
  for (const tools::event& each : result.events) {
    if (const auto* end = each.body.get_if<tools::case_finish>()) {
      found.push_back(end->ranks);
    } else if (const auto* crash = each.body.get_if<tools::case_crash>()) {
      found.push_back(crash->ranks);
    } else if (const auto* lost = each.body.get_if<tools::case_missing>()) {
      found.push_back(lost->ranks);
    }
  }
  return found;
}

/// Reports read how a test ended from this.
std::vector<std::int64_t> exit_codes_in(const ctest_result& result) {
  std::vector<std::int64_t> found;
  for (const tools::event& each : result.events) {
    if (const auto* end = each.body.get_if<tools::launch_finish>()) {
      found.push_back(end->code);
    }
  }
  return found;
}

/// With either MPI.
struct ranks : testing::TestWithParam<std::string> {
  ctest_result run(const std::string& name) {
    return box.ctest(
        {"-j4", "-R", "^" + GetParam() + "[.](" + name + ")( |$)"});
  }
  sandbox box{E2E_BUILD};
};

TEST_P(ranks, C111_share_worker_directory_locks_and_ports) {
  const ctest_result result = run("Ranks.*|Collective.*|section passes.*");
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(6));
  const std::vector<std::string> seen = result.noted("share");
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_THAT(result.noted("size"), UnorderedElementsAre("1", "2", "2"));
  EXPECT_THAT(outcomes_in(result), SizeIs(6));
  EXPECT_THAT(outcomes_in(result), Contains(ElementsAre("pass", "pass")));
}

TEST_P(ranks, C111_fail_together_and_the_message_names_the_rank) {
  const ctest_result result = run("Bad.FailsOnRank1.*|section fails.*");
  EXPECT_THAT(result.failed(), SizeIs(2));
  const junit_case failed =
      result.at(GetParam() + ".Bad.FailsOnRank1 [2 ranks]");
  EXPECT_THAT(failed.output,
              AllOf(HasSubstr("rank 1 of 2: Expected equality"),
                    HasSubstr("[rank 1] odd"), Not(HasSubstr("[rank 0]"))));
  EXPECT_THAT(outcomes_in(result), ElementsAre(ElementsAre("pass", "fail"),
                                               ElementsAre("pass", "fail")));
  EXPECT_THAT(exit_codes_in(result), ElementsAre(1, 1));
}

TEST_P(ranks, C111_that_crash_fail_the_case_on_all_ranks) {
  const ctest_result result = run("Bad.CrashesOnRank1.*|section crashes.*");
  EXPECT_THAT(result.failed(), SizeIs(2));
  const junit_case failed =
      result.at(GetParam() + ".Bad.CrashesOnRank1 [2 ranks]");
  EXPECT_THAT(failed.output,
              HasSubstr("rank 1 of 2: crashed with signal 6 (Aborted) in "
                        "'Bad.CrashesOnRank1'"));
  // MPI ends rank 0, or lets it fail, when it notices the end of rank 1.
  const auto of_both = ElementsAre(testing::AnyOf("ended", "fail"), "crash");
  EXPECT_THAT(outcomes_in(result), ElementsAre(of_both, of_both));
}

TEST_P(ranks, C111_that_end_early_or_run_other_cases_are_named) {
  const ctest_result result = run("Bad.EndsOnRank1.*|Some/Fewer.OnRank1/1.*");
  EXPECT_THAT(result.failed(), SizeIs(2));
  EXPECT_THAT(
      result.at(GetParam() + ".Bad.EndsOnRank1 [2 ranks]").output,
      HasSubstr("rank 1 of 2: the program ended with status 0 in the middle"));
  EXPECT_THAT(result.at(GetParam() + ".Some/Fewer.OnRank1/1 [2 ranks]").output,
              HasSubstr("parallel-testing: rank 1 of 2: "));
}

TEST_P(ranks, C111_that_hang_are_named_with_their_stacks) {
  const ctest_result result = run("Bad.HangsOnRank1.*");
  const junit_case stopped =
      result.at(GetParam() + ".Bad.HangsOnRank1 [2 ranks]");
  EXPECT_THAT(stopped.output,
              AllOf(HasSubstr("stacks of '"), HasSubstr("wait_for_nothing"),
                    HasSubstr(" runs 'Bad.HangsOnRank1'"),
                    // Rank 0 waits for it in the tear-down of all cases.
                    testing::ContainsRegex("rank 0( of 2)?: still ran[;\n]"),
                    testing::ContainsRegex(
                        "rank 1( of 2)?: still ran 'Bad.HangsOnRank1'")));
  EXPECT_THAT(outcomes_in(result), ElementsAre(ElementsAre("pass", "running")));
}

TEST_P(ranks, C111_skip_a_test_if_all_of_them_do) {
  const ctest_result result = run("Skips.*");
  EXPECT_THAT(result.skipped(),
              ElementsAre(GetParam() + ".Skips.OnBothRanks [2 ranks]"));
  EXPECT_THAT(result.passed(),
              ElementsAre(GetParam() + ".Skips.OnRank1 [2 ranks]"));
}

TEST_P(ranks, C111_of_commands_are_one_test) {
  const ctest_result result = run("command.*|pinned");
  EXPECT_THAT(result.passed(),
              UnorderedElementsAre(GetParam() + ".command [1 rank]",
                                   GetParam() + ".command [2 ranks]",
                                   GetParam() + ".pinned"));
  EXPECT_THAT(result.at(GetParam() + ".command.failing").output,
              HasSubstr("rank 1 of 2: ended with exit code 3"));
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.noted("command"), SizeIs(7));
}

TEST(copies, C111_that_a_program_of_the_project_starts_are_ranks) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "^copied[.]"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.passed(), ElementsAre("copied.Copied.Passes"));
  const std::vector<std::string> seen = result.noted("copied");
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_THAT(result.at("copied.Copied.FailsOnRank1").output,
              HasSubstr("rank 1 of 2: Expected equality"));
  EXPECT_THAT(outcomes_in(result), Contains(ElementsAre("pass", "fail")));
}

INSTANTIATE_TEST_SUITE_P(with, ranks, testing::Values("openmpi", "mpich"),
                         [](const auto& given) { return given.param; });

}  // namespace
}  // namespace parallel_testing::support
