// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/uses.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

using observed::use;

TEST(uses_of_open, follow_from_the_flags) {
  EXPECT_EQ(uses_of_open(O_RDONLY), bit(use::read));
  EXPECT_EQ(uses_of_open(O_WRONLY | O_APPEND), bit(use::append));
  EXPECT_EQ(uses_of_open(O_RDWR), bit(use::read) | bit(use::write));
  EXPECT_EQ(uses_of_open(O_WRONLY | O_CREAT | O_TRUNC),
            bit(use::write) | bit(use::create) | truncation);
  EXPECT_EQ(uses_of_open(O_RDWR | O_CREAT | O_EXCL),
            bit(use::read) | bit(use::write) | bit(use::create_exclusive));
  EXPECT_EQ(uses_of_open(O_PATH), bit(use::probe));
}

}  // namespace
}  // namespace parallel_testing::launcher
