// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_identity.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace parallel_testing {
namespace {

using rank_settings = std::map<std::string, std::string>;

/// "<rank> of <size>", "none" without a rank.
std::string rank_with(const rank_settings& variables) {
  const auto found = rank_in([&](const char* name) -> const char* {
    const auto each = variables.find(name);
    return each == variables.end() ? nullptr : each->second.c_str();
  });
  if (!found) return "none";
  return std::to_string(found->rank) + " of " + std::to_string(found->size);
}

TEST(rank_identity, C111_is_that_of_each_mpi) {
  EXPECT_EQ(
      rank_with({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "4"}}),
      "1 of 4");
  EXPECT_EQ(rank_with({{"PMI_RANK", "3"}, {"PMI_SIZE", "4"}}), "3 of 4");
  EXPECT_EQ(rank_with({{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "2"}}),
            "0 of 2");
  EXPECT_EQ(rank_with({{"MPI_LOCALRANKID", "1"}, {"MPI_LOCALNRANKS", "2"}}),
            "1 of 2");
  EXPECT_EQ(rank_with({{"PALS_RANKID", "1"}, {"PALS_NRANKS", "2"}}), "1 of 2");
}

TEST(rank_identity, C111_of_the_launcher_comes_first) {
  EXPECT_EQ(rank_with({{"PMI_RANK", "0"},
                       {"PMI_SIZE", "9"},
                       {"PARALLEL_TESTING_RANK", "1"},
                       {"PARALLEL_TESTING_RANK_COUNT", "2"}}),
            "1 of 2");
}

TEST(rank_identity, C111_needs_two_numbers_that_go_together) {
  EXPECT_EQ(rank_with({}), "none");
  EXPECT_EQ(rank_with({{"PMI_RANK", "0"}}), "none");
  EXPECT_EQ(rank_with({{"PMI_RANK", "2"}, {"PMI_SIZE", "2"}}), "none");
  EXPECT_EQ(rank_with({{"PMI_RANK", "x"}, {"PMI_SIZE", "2"}}), "none");
  // A script of sbatch is no rank, although its job has several tasks.
  EXPECT_EQ(rank_with({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "8"}}), "none");
}

}  // namespace
}  // namespace parallel_testing
