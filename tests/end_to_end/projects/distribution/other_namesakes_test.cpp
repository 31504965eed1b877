// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// GoogleTest cannot tell these from those of the other file.
#include <gtest/gtest.h>

#include "cases.hpp"

namespace {

TEST(Namesakes, Pass) {
  e2e::note("ran", "other_namesakes");
}
TEST(Namesakes, OneFails) {
  EXPECT_STREQ("other_namesakes", "other_namesakes");
}
TEST(Namesakes, OneSkips) {
  if (std::string("other_namesakes") == "namesakes")
    GTEST_SKIP() << "on purpose";
}

}  // namespace
