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

TEST(terminal, width_is_that_of_what_is_seen) {
  EXPECT_EQ(width_of(""), 0U);
  EXPECT_EQ(width_of("abc"), 3U);
  EXPECT_EQ(width_of("\033[1;31mab\033[0m"), 2U);
  EXPECT_EQ(width_of("\xC3\xA4\xE2\x82\xAC"), 2U);
  EXPECT_EQ(width_of("a\033["), 1U);
}

TEST(terminal, one_line_shows_control_characters) {
  EXPECT_EQ(one_line("a\n\tb\033[1m\x7f \xC3\xA4\\"),
            "a\\n\\x09b\\x1b[1m\\x7f \xC3\xA4\\");
}

TEST(terminal, size_of_what_is_no_terminal_stays) {
  EXPECT_EQ(resized({50, colour::never, 7}).columns, 50);
  EXPECT_EQ(resized({50, colour::never, 7}).rows, 7);
}

}  // namespace
}  // namespace parallel_testing::cli
