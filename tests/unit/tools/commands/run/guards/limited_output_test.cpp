// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/limited_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/whole_file.hpp"

namespace parallel_testing::run_command {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct limited_output_test : testing::Test {
  const std::string directory = testing::TempDir() + "output";
  const std::string path = directory + "/7.1.txt";

  /// The lines `line 0` to `line <count - 1>`.
  static std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t at = 0; at < count; ++at) {
      text += "line " + std::to_string(at) + "\n";
    }
    return text;
  }

  static void append_lines(limited_output& to, const std::string& text) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin) + 1;
      to.append(std::string_view(text).substr(begin, end - begin));
      begin = end;
    }
  }
};

TEST_F(limited_output_test, C99_a_short_text_stays_whole_and_leaves_no_file) {
  limited_output output({1000, directory}, "7.1.txt");
  EXPECT_TRUE(output.empty());
  append_lines(output, lines(50));
  EXPECT_FALSE(output.empty());
  output.keep_whole();
  EXPECT_EQ(output.text(1000), lines(50));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(limited_output_test,
       C99_a_long_text_keeps_both_ends_and_names_the_whole) {
  const std::string whole = lines(5000);
  {
    limited_output output({1000, directory}, "7.1.txt");
    append_lines(output, whole);
    output.keep_whole();
    const std::string text = output.text(1000);
    EXPECT_LT(text.size(), 1000 + path.size() + 100);
    EXPECT_THAT(text, StartsWith("line 0\nline 1\n"));
    EXPECT_TRUE(text.ends_with("\nline 4998\nline 4999\n"));
    EXPECT_THAT(text, HasSubstr(" bytes left out; the whole output is in " +
                                path + " ...]\n"));
  }
  EXPECT_EQ(tools::read_file(path), whole);
}

TEST_F(limited_output_test, C99_what_memory_cannot_hold_is_whole_in_the_file) {
  const std::string part = lines(8000);
  std::string whole;
  limited_output output({1000, directory}, "7.1.txt");
  while (whole.size() < 8 * limited_output::most_logged) {
    output.append(part);
    whole += part;
  }
  EXPECT_TRUE(std::filesystem::exists(path));
  output.keep_whole();
  EXPECT_EQ(tools::read_file(path), whole);
  EXPECT_TRUE(output.text(1000).ends_with("\nline 7999\n"));
  output.discard();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(limited_output_test, C99_a_text_that_nobody_reads_leaves_no_file) {
  limited_output output({1000, directory}, "7.1.txt");
  append_lines(output, lines(5000));
  output.discard();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(limited_output_test, C99_the_number_is_that_of_the_bytes_left_out) {
  limited_output output({1000, ""}, "");
  const std::string whole = lines(5000);
  output.append(whole);
  const std::string text = output.text(1000);
  const std::size_t middle = text.find("[... ");
  const std::size_t end = text.find("...]\n");
  const std::size_t shown = middle + (text.size() - end - 5);
  EXPECT_EQ(std::stoul(text.substr(middle + 5)), whole.size() - shown);
}

TEST_F(limited_output_test, C99_each_reader_has_its_own_limit) {
  limited_output output({1U << 20, directory}, "7.1.txt");
  const std::string whole = lines(40'000);
  ASSERT_GT(whole.size(), 2 * limited_output::most_logged);
  append_lines(output, whole);
  output.keep_whole();
  EXPECT_EQ(output.text(output.shown_limit()), whole);
  EXPECT_EQ(tools::read_file(path), whole);
  const std::string logged = output.text(limited_output::most_logged);
  EXPECT_LT(logged.size(), limited_output::most_logged + path.size() + 100);
  EXPECT_THAT(logged, HasSubstr("the whole output is in " + path));
}

TEST_F(limited_output_test, C99_one_long_line_is_cut_as_well) {
  limited_output output({1000, ""}, "");
  output.append(std::string(100'000, 'x') + "end");
  const std::string text = output.text(1000);
  EXPECT_LT(text.size(), 1100U);
  EXPECT_TRUE(text.ends_with("xend"));
}

TEST_F(limited_output_test, C72_a_file_that_cannot_be_written_is_named) {
  limited_output output({1000, "/proc/nowhere"}, "7.1.txt");
  output.append(lines(5000));
  output.keep_whole();
  EXPECT_THAT(output.text(1000),
              HasSubstr("could not be written to /proc/nowhere/7.1.txt"));
}

}  // namespace
}  // namespace parallel_testing::run_command
