// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/silence.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace parallel_testing::run_command {
namespace {

constexpr std::int64_t second = 1'000'000'000;

/// What is printed in each second from the first to the last, as `15L 45L 100-`
/// for lists and lines.
std::string printed(silence& quiet, std::int64_t first, std::int64_t last) {
  std::string text;
  for (std::int64_t at = first; at <= last; ++at) {
    const silence::due due = quiet.next(at * second);
    if (due != silence::due::nothing) {
      text += std::to_string(at) + (due == silence::due::list ? "L " : "- ");
    }
  }
  return text;
}

TEST(silence, C99_lists_come_less_and_less_often) {
  silence quiet({15 * second, 55 * second}, 0);
  EXPECT_EQ(printed(quiet, 0, 600),
            "15L 45L 100L 155L 210- 265L 320- 375- 430- 485L 540- 595- ");
}

TEST(silence, C99_a_log_is_never_silent_for_a_minute) {
  silence quiet(silence_times{}, 0);
  std::int64_t last = 0;
  for (std::int64_t at = 0; at < 7200; ++at) {
    if (quiet.next(at * second) != silence::due::nothing) {
      EXPECT_LT(at - last, 60);
      last = at;
    }
  }
  EXPECT_GT(last, 7100);
}

TEST(silence, C99_news_begin_it_again) {
  silence quiet({15 * second, 55 * second}, 0);
  EXPECT_EQ(printed(quiet, 0, 20), "15L ");
  quiet.on_news(21 * second);
  EXPECT_EQ(printed(quiet, 22, 60), "36L ");
  EXPECT_EQ(quiet.lasts_ns(60 * second), 39 * second);
}

TEST(silence, C99_the_user_chooses_when_it_begins) {
  EXPECT_EQ(read_silence_times("2.5")->first_ns, 5 * second / 2);
  for (const char* wrong : {"", "soon", "-1", "nan", "15s", "1e99"}) {
    EXPECT_FALSE(read_silence_times(wrong)) << wrong;
  }
  silence never(*read_silence_times("0"), 0);
  EXPECT_EQ(printed(never, 0, 600), "");
}

}  // namespace
}  // namespace parallel_testing::run_command
