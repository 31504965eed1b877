// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/terminal.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::cli {
namespace {

TEST(terminal, colours_are_for_terminals_only) {
  EXPECT_EQ(choose_colour(80, nullptr, "xterm"), colour::always);
  EXPECT_EQ(choose_colour(0, nullptr, "xterm"), colour::never);
  EXPECT_EQ(choose_colour(80, nullptr, "dumb"), colour::never);
  EXPECT_EQ(choose_colour(80, nullptr, nullptr), colour::always);
}

TEST(terminal, NO_COLOR_is_honoured_unless_it_is_empty) {
  EXPECT_EQ(choose_colour(80, "1", "xterm"), colour::never);
  EXPECT_EQ(choose_colour(80, "0", "xterm"), colour::never);
  EXPECT_EQ(choose_colour(80, "", "xterm"), colour::always);
}

TEST(terminal, text_is_painted_where_there_are_colours) {
  terminal screen;
  EXPECT_EQ(painted(screen, paint::red, "FAIL"), "FAIL");
  screen.colour = colour::always;
  EXPECT_EQ(painted(screen, paint::red, "FAIL"), "\033[31mFAIL\033[0m");
}

}  // namespace
}  // namespace parallel_testing::cli
