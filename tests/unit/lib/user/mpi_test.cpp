// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <parallel_testing/environment.hpp>
#include <parallel_testing/error.hpp>
#include <parallel_testing/mpi.hpp>

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;

TEST(mpi, C111_a_program_that_runs_alone_is_rank_0_of_1) {
  EXPECT_EQ(mpi::rank(), 0);
  EXPECT_EQ(mpi::size(), 1);
}

TEST(mpi, C111_rank_and_size_are_those_of_the_environment) {
  const scoped_environment changed{{"OMPI_COMM_WORLD_RANK", "2"},
                                   {"OMPI_COMM_WORLD_SIZE", "3"}};
  EXPECT_EQ(mpi::rank(), 2);
  EXPECT_EQ(mpi::size(), 3);
}

/// Each object is what the same one of another rank would be.
TEST(mpi, C111_directories_have_names_that_other_ranks_compute_alike) {
  const mpi::temp_dir first;
  const mpi::temp_dir second;
  const mpi::temp_dir named("state");
  EXPECT_NE(first.path(), second.path());
  EXPECT_EQ(named.path(), mpi::temp_dir("state").path());
  EXPECT_EQ(first.path().parent_path(), named.path().parent_path());
  EXPECT_TRUE(fs::is_directory(second.path()));
  EXPECT_EQ((named / "a").parent_path(), named.path());
  EXPECT_THROW(mpi::temp_dir("../x"), error);
}

TEST(mpi, C111_a_directory_stays_when_one_rank_no_longer_needs_it) {
  fs::path path;
  {
    const mpi::temp_dir dir("short");
    path = dir.path();
  }
  EXPECT_TRUE(fs::is_directory(path));
}

}  // namespace
}  // namespace parallel_testing
