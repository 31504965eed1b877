// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/build_id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

std::string own_program_text() {
  return read_file("/proc/self/exe").value_or("");
}

TEST(build_id, of_a_program_is_what_the_linker_wrote) {
  const auto id = build_id_in(own_program_text());
  ASSERT_TRUE(id);
  EXPECT_EQ(build_id_of("/proc/self/exe"), id);
  if (id->empty()) {
    GTEST_SKIP() << "this linker writes no build id";
  }
  EXPECT_THAT(*id, testing::MatchesRegex("[0-9a-f]+"));
}

TEST(build_id, of_a_truncated_program_is_empty) {
  const std::string text = own_program_text();
  for (const std::size_t size : {64U, 100U, 200U}) {
    EXPECT_EQ(build_id_in(text.substr(0, size)), "") << size;
  }
}

TEST(build_id, of_another_file_does_not_exist) {
  EXPECT_FALSE(build_id_in(own_program_text().substr(0, 63)));
  EXPECT_FALSE(build_id_in(std::string(500, 'x')));
  EXPECT_FALSE(build_id_in(""));
  EXPECT_FALSE(build_id_of("/no/such/file"));
}

}  // namespace
}  // namespace parallel_testing::tools
