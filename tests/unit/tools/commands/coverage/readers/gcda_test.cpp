// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/gcda.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;

constexpr std::uint32_t version_12 = 0x4232322a;  ///< "B22*"
constexpr std::uint32_t version_9 = 0x4139332a;   ///< "A93*"

counter_file sample_file(std::uint32_t version = version_12) {
  counter_file result;
  result.stamp = {version, 17};
  result.runs = 1;
  result.greatest = 5;
  result.functions = {{1, 2, 3, true, {4, 0, 5}}, {}, {6, 7, 8, true, {0}}};
  return result;
}

std::string reason_of(const std::string& content) {
  try {
    (void)parse_counters(content);
    return "";
  } catch (const bad_data& problem) {
    return problem.what();
  }
}

TEST(gcda, what_is_written_reads_back_in_both_forms) {
  for (const std::uint32_t version : {version_9, version_12}) {
    const counter_file read = parse_counters(to_content(sample_file(version)));
    EXPECT_EQ(read.stamp, (gcov_stamp{version, 17}));
    EXPECT_EQ(read.runs, 1U);
    EXPECT_EQ(read.greatest, 5U);
    ASSERT_EQ(read.functions.size(), 3U);
    EXPECT_THAT(read.functions[0].arcs, ElementsAre(4, 0, 5));
    EXPECT_FALSE(read.functions[1].is_there);
    EXPECT_EQ(read.functions[2].cfg_checksum, 8U);
  }
}

TEST(gcda, counters_that_are_left_out_are_zeros) {
  std::string content = to_content(sample_file());
  // The length of the last function's counters, before them and the end.
  const auto zeros = static_cast<std::int32_t>(-8);
  const std::size_t place = content.size() - 4 - 8 - 4;
  content.replace(place, 4, reinterpret_cast<const char*>(&zeros), 4);
  content.erase(place + 4, 8);
  EXPECT_THAT(parse_counters(content).functions[2].arcs, ElementsAre(0));
}

TEST(gcda, sums_have_the_functions_of_all_programs) {
  counter_file sum = sample_file();
  counter_file other = sample_file();
  other.functions[0] = {};
  other.functions[1] = {9, 9, 9, true, {1, 1}};
  other.functions[2].arcs = {3};
  add(sum, other);
  EXPECT_EQ(sum.runs, 2U);
  EXPECT_THAT(sum.functions[0].arcs, ElementsAre(4, 0, 5));
  EXPECT_THAT(sum.functions[1].arcs, ElementsAre(1, 1));
  EXPECT_THAT(sum.functions[2].arcs, ElementsAre(3));
  add(sum, other);
  EXPECT_THAT(sum.functions[1].arcs, ElementsAre(2, 2));
}

TEST(gcda, data_of_another_compilation_are_not_added) {
  counter_file sum = sample_file();
  counter_file later = sample_file();
  later.stamp.stamp = 18;
  EXPECT_THROW(add(sum, later), bad_data);
  counter_file longer = sample_file();
  longer.functions[0].arcs.push_back(1);
  EXPECT_THROW(add(sum, longer), bad_data);
  counter_file more = sample_file();
  more.functions.emplace_back();
  EXPECT_THROW(add(sum, more), bad_data);
  EXPECT_EQ(sum.runs, 1U);
}

TEST(gcda, only_what_was_counted_is_worth_keeping) {
  counter_file counters = sample_file();
  EXPECT_TRUE(counted_anything(counters));
  counters.functions[0].arcs = {0, 0, 0};
  EXPECT_FALSE(counted_anything(counters));
}

TEST(gcda, C74_broken_files_are_distinguished_and_never_believed) {
  const std::string content = to_content(sample_file());
  EXPECT_EQ(reason_of(""), "it is empty");
  EXPECT_EQ(reason_of("no data at all"), "it is not a data file of gcc");
  for (std::size_t size = 4; size < content.size(); ++size) {
    EXPECT_EQ(reason_of(content.substr(0, size)), "it was cut short") << size;
  }
  // Whatever single byte is wrong, memory is not: lengths are checked.
  for (std::size_t at = 0; at < content.size(); ++at) {
    for (const char wrong : {'\x00', '\x7f', '\xff'}) {
      std::string changed = content;
      changed[at] = wrong;
      (void)reason_of(changed);
    }
  }
}

TEST(gcda, notes_say_which_compilation_they_are_of) {
  std::string notes("oncg*22B\x11\0\0\0", 12);
  EXPECT_EQ(parse_notes_stamp(notes), (gcov_stamp{version_12, 17}));
  EXPECT_THROW((void)parse_notes_stamp(notes.substr(0, 8)), bad_data);
  EXPECT_THROW((void)parse_notes_stamp(to_content(sample_file())), bad_data);
}

}  // namespace
}  // namespace parallel_testing::coverage_command
