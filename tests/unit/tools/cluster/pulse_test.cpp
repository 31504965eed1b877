// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/pulse.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <parallel_testing/temp_dir.hpp>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"

namespace parallel_testing::cluster {
namespace {

constexpr std::int64_t silence_ns = 60;

TEST(pulse, of_a_run_whose_file_changes_has_not_stopped) {
  pulse seen(silence_ns, 1000);
  EXPECT_FALSE(seen.has_stopped("", 1001));
  EXPECT_FALSE(seen.has_stopped("1", 1050));
  EXPECT_FALSE(seen.has_stopped("1", 1110));
  EXPECT_FALSE(seen.has_stopped("2", 1115));
  EXPECT_FALSE(seen.has_stopped("2", 1175));
  EXPECT_TRUE(seen.has_stopped("2", 1176));
}

TEST(pulse, of_a_run_that_has_ended_has_stopped) {
  pulse seen(silence_ns, 0);
  EXPECT_FALSE(seen.has_stopped("7", 1));
  EXPECT_TRUE(seen.has_stopped(std::nullopt, 2));
  EXPECT_TRUE(seen.has_stopped("ended               \n", 2));
}

TEST(beat_for, ends_with_its_parent_and_with_the_file) {
  const temp_dir directory;
  const std::string file = (directory.path() / "pulse").string();
  cli::write_file(file, "");
  beat_for(::getpid(), file);  // not the parent
  EXPECT_TRUE(tools::read_file(file).value_or("").starts_with("ended"));
  int status = 0;
  const pid_t child = ::fork();
  if (child == 0) {
    beat_for(::getppid(), (directory.path() / "missing").string());
    ::_exit(7);
  }
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST(longest_silence_ns, is_a_minute_or_what_the_environment_says) {
  EXPECT_EQ(longest_silence_ns({}), 60'000'000'000);
  EXPECT_EQ(longest_silence_ns({{"PARALLEL_TESTING_NODE_SILENCE", "5"}}),
            5'000'000'000);
  EXPECT_EQ(longest_silence_ns({{"PARALLEL_TESTING_NODE_SILENCE", "x"}}),
            60'000'000'000);
}

}  // namespace
}  // namespace parallel_testing::cluster
