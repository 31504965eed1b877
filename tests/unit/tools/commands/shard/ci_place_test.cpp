// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/ci_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::shard_command {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string found_in(const tools::variables& environment) {
  const ci_place found = shard_of_environment(environment);
  return std::to_string(found.number.index) + "/" +
         std::to_string(found.number.count) + " " + found.source;
}

/// The text of the failure; "" if there is none.
std::string place_refusal_of(const tools::variables& environment) {
  try {
    (void)shard_of_environment(environment);
    return "";
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 2);
    return problem.what();
  }
}

tools::variables array_task(const std::string& id, const std::string& count,
                            const std::string& least, const std::string& most,
                            const std::string& step = "") {
  return {{"SLURM_ARRAY_TASK_ID", id},
          {"SLURM_ARRAY_TASK_COUNT", count},
          {"SLURM_ARRAY_TASK_MIN", least},
          {"SLURM_ARRAY_TASK_MAX", most},
          {"SLURM_ARRAY_TASK_STEP", step}};
}

TEST(ci_place, C67_is_what_each_system_sets_for_the_second_of_five) {
  EXPECT_EQ(found_in({{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "5"}}),
            "2/5 GitLab (CI_NODE_INDEX=2, CI_NODE_TOTAL=5)");
  EXPECT_EQ(found_in({{"CIRCLE_NODE_INDEX", "1"}, {"CIRCLE_NODE_TOTAL", "5"}}),
            "2/5 CircleCI (CIRCLE_NODE_INDEX=1, CIRCLE_NODE_TOTAL=5)");
  EXPECT_EQ(found_in({{"BUILDKITE_PARALLEL_JOB", "1"},
                      {"BUILDKITE_PARALLEL_JOB_COUNT", "5"}}),
            "2/5 Buildkite (BUILDKITE_PARALLEL_JOB=1, "
            "BUILDKITE_PARALLEL_JOB_COUNT=5)");
  EXPECT_EQ(found_in({{"SYSTEM_JOBPOSITIONINPHASE", "2"},
                      {"SYSTEM_TOTALJOBSINPHASE", "5"}}),
            "2/5 Azure Pipelines (SYSTEM_JOBPOSITIONINPHASE=2, "
            "SYSTEM_TOTALJOBSINPHASE=5)");
  EXPECT_EQ(
      found_in({{"SEMAPHORE_JOB_INDEX", "2"}, {"SEMAPHORE_JOB_COUNT", "5"}}),
      "2/5 Semaphore (SEMAPHORE_JOB_INDEX=2, SEMAPHORE_JOB_COUNT=5)");
  EXPECT_EQ(found_in({{"BITBUCKET_PARALLEL_STEP", "1"},
                      {"BITBUCKET_PARALLEL_STEP_COUNT", "5"}}),
            "2/5 Bitbucket (BITBUCKET_PARALLEL_STEP=1, "
            "BITBUCKET_PARALLEL_STEP_COUNT=5)");
  EXPECT_EQ(found_in({{"PARALLEL_TESTING_SHARD_INDEX", "1"},
                      {"PARALLEL_TESTING_SHARD_COUNT", "5"}}),
            "2/5 the environment (PARALLEL_TESTING_SHARD_INDEX=1, "
            "PARALLEL_TESTING_SHARD_COUNT=5)");
  EXPECT_EQ(found_in({{"JOB_COMPLETION_INDEX", "1"},
                      {"PARALLEL_TESTING_SHARD_COUNT", "5"}}),
            "2/5 Kubernetes (JOB_COMPLETION_INDEX=1, "
            "PARALLEL_TESTING_SHARD_COUNT=5)");
  EXPECT_EQ(found_in({{"SLURM_PROCID", "1"},
                      {"SLURM_NTASKS", "5"},
                      {"SLURM_STEP_ID", "0"}}),
            "2/5 a Slurm step (SLURM_PROCID=1, SLURM_NTASKS=5)");
  EXPECT_THAT(found_in(array_task("1", "5", "0", "4")),
              testing::StartsWith("2/5 a Slurm array (SLURM_ARRAY_TASK_ID=1"));
}

TEST(ci_place, C67_arrays_may_begin_anywhere_and_have_a_step) {
  EXPECT_THAT(found_in(array_task("3", "4", "1", "7", "2")), HasSubstr("2/4 "));
  // Without the step, which follows from the others.
  EXPECT_THAT(found_in(array_task("7", "4", "1", "7")), HasSubstr("4/4 "));
  // --array=0-15:4 ends with 12, whether the limit is counted or not.
  EXPECT_THAT(found_in(array_task("12", "4", "0", "15", "4")),
              HasSubstr("4/4 "));
  EXPECT_THAT(found_in(array_task("6", "1", "6", "6", "1")), HasSubstr("1/1 "));
}

TEST(ci_place, C67_an_array_with_gaps_is_refused_in_each_task) {
  for (const char* task : {"1", "3", "7"}) {
    EXPECT_THAT(place_refusal_of(array_task(task, "3", "1", "7", "1")),
                AllOf(HasSubstr("indices without equal distances"),
                      HasSubstr("--array=0-7")));
  }
  EXPECT_THAT(place_refusal_of({{"SLURM_ARRAY_TASK_ID", "3"}}),
              HasSubstr("lacks SLURM_ARRAY_TASK_COUNT"));
}

TEST(ci_place, C67_a_batch_script_of_slurm_is_not_a_step) {
  const tools::variables batch{
      {"SLURM_JOB_ID", "9"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}};
  EXPECT_THAT(place_refusal_of(batch),
              HasSubstr("neither a step that srun started"));
  tools::variables array = array_task("1", "5", "0", "4");
  array.insert(batch.begin(), batch.end());
  EXPECT_THAT(found_in(array), HasSubstr("2/5 a Slurm array"));
}

TEST(ci_place, C67_nothing_is_refused_with_what_was_looked_for) {
  EXPECT_THAT(place_refusal_of({{"HOME", "/root"}}),
              AllOf(HasSubstr("CI_NODE_INDEX, CIRCLE_NODE_INDEX"),
                    HasSubstr("pass the shard as i/n"),
                    HasSubstr("${{ strategy.job-index }}")));
}

TEST(ci_place, C67_half_a_pair_is_refused_with_the_remedy) {
  EXPECT_THAT(place_refusal_of({{"CI_NODE_TOTAL", "5"}}),
              AllOf(HasSubstr("GitLab (CI_NODE_TOTAL=5) lacks CI_NODE_INDEX"),
                    HasSubstr("`parallel: <number>`")));
  EXPECT_THAT(place_refusal_of({{"CI_NODE_TOTAL", "1"}}),
              HasSubstr("GitLab (CI_NODE_TOTAL=1) lacks CI_NODE_INDEX"));
  EXPECT_THAT(place_refusal_of({{"JOB_COMPLETION_INDEX", "0"}}),
              AllOf(HasSubstr("lacks PARALLEL_TESTING_SHARD_COUNT"),
                    HasSubstr("`completions`")));
  EXPECT_THAT(place_refusal_of({{"PARALLEL_TESTING_SHARD_COUNT", "3"}}),
              HasSubstr("lacks PARALLEL_TESTING_SHARD_INDEX"));
  // An empty value is that of an unknown expression.
  EXPECT_THAT(place_refusal_of({{"PARALLEL_TESTING_SHARD_INDEX", ""},
                                {"PARALLEL_TESTING_SHARD_COUNT", "3"}}),
              HasSubstr("lacks PARALLEL_TESTING_SHARD_INDEX"));
}

TEST(ci_place, C67_impossible_numbers_are_refused) {
  const auto refused = [](const char* index, const char* count) {
    return place_refusal_of(
        {{"CI_NODE_INDEX", index}, {"CI_NODE_TOTAL", count}});
  };
  EXPECT_THAT(refused("0", "5"), HasSubstr("index that is not from 1 to 5"));
  EXPECT_THAT(refused("6", "5"), HasSubstr("index that is not from 1 to 5"));
  EXPECT_THAT(refused("x", "5"), HasSubstr("not a number"));
  EXPECT_THAT(refused("1", "0"), HasSubstr("not from 1 to 10000"));
  EXPECT_THAT(refused("1", "99999999999999999999"), HasSubstr("not a number"));
  EXPECT_THAT(place_refusal_of(
                  {{"CIRCLE_NODE_INDEX", "5"}, {"CIRCLE_NODE_TOTAL", "5"}}),
              HasSubstr("index that is not from 0 to 4"));
}

TEST(ci_place, C67_two_systems_that_disagree_are_refused_with_both) {
  EXPECT_THAT(place_refusal_of({{"CI_NODE_INDEX", "2"},
                                {"CI_NODE_TOTAL", "5"},
                                {"CIRCLE_NODE_INDEX", "2"},
                                {"CIRCLE_NODE_TOTAL", "5"}}),
              AllOf(HasSubstr("GitLab (CI_NODE_INDEX=2, CI_NODE_TOTAL=5) is "
                              "shard 2/5"),
                    HasSubstr("CIRCLE_NODE_TOTAL=5) is shard 3/5")));
  tools::variables both = array_task("1", "5", "0", "4");
  both.insert(
      {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "2"}, {"SLURM_STEP_ID", "0"}});
  EXPECT_THAT(place_refusal_of(both), HasSubstr("a Slurm array"));
}

TEST(ci_place, C67_systems_that_agree_or_count_one_machine_do_not_conflict) {
  EXPECT_THAT(found_in({{"CI_NODE_INDEX", "2"},
                        {"CI_NODE_TOTAL", "5"},
                        {"CIRCLE_NODE_INDEX", "1"},
                        {"CIRCLE_NODE_TOTAL", "5"}}),
              HasSubstr("2/5 GitLab"));
  // GitLab sets only the total, to 1, in a job that is not parallel.
  EXPECT_THAT(found_in({{"CI_NODE_TOTAL", "1"},
                        {"SLURM_PROCID", "1"},
                        {"SLURM_NTASKS", "5"},
                        {"SLURM_STEP_ID", "0"}}),
              HasSubstr("2/5 a Slurm step"));
  // Azure always sets 1 of 1.
  EXPECT_THAT(found_in({{"SYSTEM_JOBPOSITIONINPHASE", "1"},
                        {"SYSTEM_TOTALJOBSINPHASE", "1"},
                        {"JOB_COMPLETION_INDEX", "1"},
                        {"PARALLEL_TESTING_SHARD_COUNT", "5"}}),
              HasSubstr("2/5 Kubernetes"));
}

TEST(ci_place, C67_what_the_user_sets_prevails) {
  EXPECT_THAT(found_in({{"PARALLEL_TESTING_SHARD_INDEX", "0"},
                        {"PARALLEL_TESTING_SHARD_COUNT", "3"},
                        {"JOB_COMPLETION_INDEX", "1"}}),
              HasSubstr("1/3 the environment"));
  EXPECT_THAT(found_in({{"PARALLEL_TESTING_SHARD_INDEX", "0"},
                        {"PARALLEL_TESTING_SHARD_COUNT", "1"},
                        {"CI_NODE_INDEX", "2"},
                        {"CI_NODE_TOTAL", "5"}}),
              HasSubstr("1/1 the environment"));
}

}  // namespace
}  // namespace parallel_testing::shard_command
