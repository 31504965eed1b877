// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/silence.hpp"

#include <charconv>

namespace parallel_testing::run_command {
namespace {

bool is_power_of_two(std::int64_t number) {
  return (number & (number - 1)) == 0;
}

}  // namespace

std::optional<silence_times> read_silence_times(std::string_view seconds) {
  double value = -1;
  const char* const end = seconds.data() + seconds.size();
  const auto [rest, problem] = std::from_chars(seconds.data(), end, value);
  constexpr double longest_seconds = 1e6;
  const bool is_valid = problem == std::errc() && rest == end && value >= 0 &&
                        value <= longest_seconds;
  if (!is_valid) {
    return std::nullopt;
  }
  constexpr double ns_per_second = 1e9;
  silence_times times;
  times.first_ns = static_cast<std::int64_t>(value * ns_per_second);
  return times;
}

void silence::on_news(std::int64_t now_ns) {
  news_ns_ = now_ns;
  printed_ns_ = now_ns;
  printed_ = 0;
}

silence::due silence::next(std::int64_t now_ns) {
  if (times_.first_ns == 0) {
    return due::nothing;
  }
  const std::int64_t wait_ns =
      printed_ < 2 ? times_.first_ns * (printed_ + 1) : times_.longest_ns;
  if (now_ns - printed_ns_ < wait_ns) {
    return due::nothing;
  }
  printed_ns_ = now_ns;
  ++printed_;
  const bool is_list = printed_ <= 2 || is_power_of_two(printed_ - 2);
  return is_list ? due::list : due::line;
}

}  // namespace parallel_testing::run_command
