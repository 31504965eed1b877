// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Appends what `parallel-testing run` knows to the event log of its run.
#pragma once

#include <cstdint>
#include <string>

#include "events/event.hpp"

namespace parallel_testing::tools {

/// The line of an event, with its newline; of an unknown one, the fields that
/// all events have. Pure.
[[nodiscard]] std::string to_line(const event& given);

/// CLOCK_REALTIME and CLOCK_MONOTONIC.
[[nodiscard]] std::int64_t wall_clock_ns();
[[nodiscard]] std::int64_t monotonic_ns();

class event_writer {
 public:
  /// Makes the directory of the run when it is missing. A log that cannot be
  /// written is told by problem(); events are still numbered.
  event_writer(const std::string& run_directory, std::string run_id);
  event_writer(const event_writer&) = delete;
  event_writer& operator=(const event_writer&) = delete;
  ~event_writer();

  /// The whole event, as a reader will see it; written by flush().
  event add(event_body body);

  /// One write for all that was added.
  void flush();

  /// Empty as long as all is well.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  std::string run_id_;
  std::string pending_;
  std::string problem_;
  std::int64_t sequence_ = 0;
  int file_ = -1;
};

}  // namespace parallel_testing::tools
