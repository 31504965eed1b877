// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/elf_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/files.hpp"

namespace parallel_testing::tools {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::StartsWith;

TEST(elf_file, needed_libraries_of_a_program_are_read) {
  const std::string own = support::read_file("/proc/self/exe");
  const auto read = parse_elf(own);
  ASSERT_TRUE(read.has_value());
  EXPECT_THAT(read->needed, Contains(StartsWith("libc.so")));
  std::size_t loaded = 0;
  for (const byte_range& each : read->loaded) {
    EXPECT_LE(each.offset + each.size, own.size());
    loaded += each.size;
  }
  EXPECT_GT(loaded, 0U);
}

TEST(elf_file, texts_are_no_programs_and_damaged_programs_have_nothing) {
  EXPECT_FALSE(parse_elf("#!/bin/sh\n").has_value());
  EXPECT_FALSE(parse_elf("").has_value());
  std::string own = support::read_file("/proc/self/exe");
  constexpr std::size_t header = 64;
  own.resize(header);
  const auto cut = parse_elf(own);
  ASSERT_TRUE(cut.has_value());
  EXPECT_THAT(cut->needed, IsEmpty());
  EXPECT_EQ(cut->run_path_offset, 0U);
}

}  // namespace
}  // namespace parallel_testing::tools
