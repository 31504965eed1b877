// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/huge_pages.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parallel_testing {
namespace {

std::string mapping_of(const std::string& line, int filled_kib) {
  return line + "\nSize:               8192 kB\nRss:                " +
         std::to_string(filled_kib) + " kB\nPss:                1 kB\n";
}

constexpr int all = 8192;

TEST(huge_pages, hold_the_whole_parts_of_filled_memory) {
  const auto ranges = ranges_for_huge_pages(
      mapping_of("00500000-00d00000 rw-p 00000000 00:00 0      [heap]", all) +
      mapping_of("7f0000000000-7f0000800000 rw-p 00000000 00:00 0 ", all));
  ASSERT_EQ(ranges.size(), 2U);
  EXPECT_EQ(ranges[0].begin, 0x600000U);
  EXPECT_EQ(ranges[0].end, 0xc00000U);
  EXPECT_EQ(ranges[1].begin, 0x7f0000000000U);
  EXPECT_EQ(ranges[1].end, 0x7f0000800000U);
}

TEST(huge_pages, hold_nothing_that_is_shared_read_only_small_or_sparse) {
  for (const char* line :
       {"00400000-00c00000 r--p 00000000 00:00 0 ",
        "00400000-00c00000 rw-s 00000000 00:00 0 ",
        "00400000-00c00000 rw-p 00000000 08:01 7      /usr/lib/libc.so.6",
        "00400000-00c00000 rw-p 00000000 00:00 0      [stack]",
        "00500000-006ff000 rw-p 00000000 00:00 0 "}) {
    EXPECT_TRUE(ranges_for_huge_pages(mapping_of(line, all)).empty()) << line;
  }
  const std::string line = "00400000-00c00000 rw-p 00000000 00:00 0 ";
  EXPECT_FALSE(ranges_for_huge_pages(mapping_of(line, 7200)).empty());
  EXPECT_TRUE(ranges_for_huge_pages(mapping_of(line, 7100)).empty());
  EXPECT_TRUE(ranges_for_huge_pages("").empty());
}

}  // namespace
}  // namespace parallel_testing
