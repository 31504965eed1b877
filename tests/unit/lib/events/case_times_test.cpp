// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/case_times.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <parallel_testing/temp_dir.hpp>
#include <string>

namespace parallel_testing {
namespace {

TEST(times, are_noted_in_the_build_tree_of_the_run) {
  EXPECT_EQ(times_file("/b/Testing/ParallelTesting/runs/1a"),
            "/b/Testing/ParallelTesting/times.txt");
  EXPECT_EQ(times_file("/b/Testing/ParallelTesting"), "");
  EXPECT_EQ(times_file("/tmp/pt-0/1a2b3c4d"), "");
  EXPECT_EQ(times_file(""), "");
}

TEST(times, are_lines_without_any_character_of_the_names) {
  EXPECT_EQ(to_line({"/b/t", "A.B", 1'500'000}), "74_412e42 2\n");
  EXPECT_EQ(to_line({"a;b", "[]\n", 0}), "613b62_5b5d0a 0\n");
  EXPECT_EQ(to_line({"t", "\xFF", 1}), "74_ff 1\n");
}

TEST(times, C101_of_cases_are_found_by_program_and_selector) {
  const std::string lines = to_line({"/b/t", "A.B", 1'500'000}) +
                            to_line({"/c/other", "A.B", 9'000'000}) +
                            "no line\n" + to_line({"/b/t", "A.B", 3'000'000}) +
                            to_line({"/b/t", "C,\n", 1});
  const auto times = case_times_of(lines, "/elsewhere/t");
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times.at("A.B"), 3);
  EXPECT_EQ(times.at("C,\n"), 1);
}

TEST(times, C30_of_earlier_runs_are_forgotten) {
  EXPECT_EQ(without_old_times("74_61 1\n74_62 2\n74_61 3\n74_63 4\n"),
            "74_62 2\n74_61 3\n74_63 4\n");
  EXPECT_EQ(without_old_times("74_61 1\nhalf a line\n74_62\n74 1\n_61 x\n"),
            "74_61 1\n");
  EXPECT_EQ(without_old_times(""), "");
}

class times_of_a_build_tree : public testing::Test {
 protected:
  times_of_a_build_tree() {
    std::filesystem::create_directories(run_directory_);
  }

  std::string written_times() const {
    std::ifstream file(times_file(run_directory_));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write_times(const std::string& text) const {
    std::ofstream(times_file(run_directory_)) << text;
  }

  const temp_dir place_;
  const std::string run_directory_ =
      place_ / "b/Testing/ParallelTesting/runs/1a";
};

std::string repeated(int times, const std::string& text) {
  std::string result;
  for (int at = 0; at < times; ++at) result += text;
  return result;
}

TEST_F(times_of_a_build_tree, C30_are_shortened_when_most_are_old) {
  write_times(repeated(10000, "74_61 1\n74_62 2\n"));
  shorten_test_times(run_directory_);
  EXPECT_EQ(written_times(), "74_61 1\n74_62 2\n");
  note_test_time(run_directory_, {"/b/t", "a", 5'000'000});
  EXPECT_EQ(written_times(), "74_61 1\n74_62 2\n74_61 5\n");
}

TEST_F(times_of_a_build_tree, C30_are_left_alone_while_they_are_few) {
  const std::string few = "74_61 1\n74_61 2\n";
  write_times(few);
  shorten_test_times(run_directory_);
  EXPECT_EQ(written_times(), few);
}

TEST_F(times_of_a_build_tree, that_are_a_link_are_not_touched) {
  const std::string elsewhere = place_ / "elsewhere";
  std::ofstream(elsewhere) << repeated(10000, "74_61 1\n");
  std::filesystem::create_symlink(elsewhere, times_file(run_directory_));
  shorten_test_times(run_directory_);
  EXPECT_EQ(std::filesystem::file_size(elsewhere), 80000U);
}

TEST_F(times_of_a_build_tree, that_are_missing_need_no_shortening) {
  shorten_test_times(run_directory_);
  EXPECT_FALSE(std::filesystem::exists(times_file(run_directory_)));
}

}  // namespace
}  // namespace parallel_testing
