// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <cstdint>

namespace parallel_testing::launcher {

/// When to write a record of a test that still runs, so that a watcher that is
/// killed with its test leaves what it knew. Short tests get none, busy ones
/// few, and one that waits gets one that is complete. Times in microseconds,
/// from any start. Pure.
class snapshot_times {
 public:
  static constexpr std::int64_t quiet_us = 300'000;
  static constexpr std::int64_t least_us = 1'000'000;
  /// Writing takes at most this part of the time.
  static constexpr std::int64_t part = 50;

  explicit snapshot_times(std::int64_t now_us) : next_us_(now_us + least_us) {}

  /// `calls` is the number of calls that were seen by now.
  [[nodiscard]] bool is_due(std::int64_t now_us, std::int64_t calls) const {
    return calls != written_calls_ && now_us >= next_us_;
  }

  /// How long to wait for a call before there is something to do; -1: for ever.
  [[nodiscard]] int wait_ms(std::int64_t now_us, std::int64_t calls) const {
    if (calls == written_calls_) {
      return -1;
    }
    constexpr std::int64_t per_ms = 1000;
    const std::int64_t wait_us = std::max(quiet_us, next_us_ - now_us);
    return static_cast<int>((wait_us + per_ms - 1) / per_ms);
  }

  void was_written(std::int64_t start_us, std::int64_t now_us,
                   std::int64_t calls) {
    next_us_ = now_us + std::max(least_us, (now_us - start_us) * part);
    written_calls_ = calls;
  }

 private:
  std::int64_t next_us_;
  std::int64_t written_calls_ = 0;
};

}  // namespace parallel_testing::launcher
