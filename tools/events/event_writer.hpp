// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Appends events of `parallel-testing run` to the event log of its run.
#pragma once

#include <cstdint>
#include <string>

#include "events/event.hpp"

namespace parallel_testing::tools {

/// The line of an event, with its newline. Of an unknown event, it has only the
/// fields that all events have. Pure.
[[nodiscard]] std::string to_line(const event& given);

/// CLOCK_REALTIME.
[[nodiscard]] std::int64_t wall_clock_ns();

/// CLOCK_MONOTONIC.
[[nodiscard]] std::int64_t monotonic_ns();

class event_writer {
 public:
  /// Creates the directory of the run if it is missing. If the log cannot be
  /// written, problem() returns the reason, and events still get their numbers.
  event_writer(const std::string& run_directory, std::string run_id);
  event_writer(const event_writer&) = delete;
  event_writer& operator=(const event_writer&) = delete;
  ~event_writer();

  /// Adds an event and returns it as a reader will see it; flush() writes it.
  event add(event_body body);

  /// Writes all added events with one call.
  void flush();

  /// Why the log is incomplete; empty if it is not.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  std::string run_id_;
  std::string pending_;
  std::string problem_;
  std::int64_t sequence_ = 0;
  int file_ = -1;
};

}  // namespace parallel_testing::tools
