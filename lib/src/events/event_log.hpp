// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_EVENT_LOG_HPP
#define PARALLEL_TESTING_SRC_EVENT_LOG_HPP

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.hpp"

namespace parallel_testing {

/// Builds the part of a record that is the event's own: ,"name":value …
class event_fields {
 public:
  event_fields& text(std::string_view name, std::string_view value);
  event_fields& number(std::string_view name, std::int64_t value);
  event_fields& texts(std::string_view name,
                      const std::vector<std::string>& values);
  const std::string& json() const noexcept { return json_; }

 private:
  std::string json_;
};

/// `text` as a JSON string with its quotes. Bytes that are not UTF-8 are
/// replaced by U+FFFD, because a reader refuses them.
std::string json_string(std::string_view text);

/// Appends records to the event log of a run, each with one write, so that
/// records of many processes never mix. docs/events.md gives the schema.
class event_log {
 public:
  /// Every record carries these; nothing is opened before the first record.
  void open_as(std::string path, const std::string& run_id,
               const std::string& worker_id);

  /// From now on the records are those of this process, which was forked by
  /// the one that opened the log.
  void continue_in_child();

  /// A log that cannot be written is said once on stderr, never fatal: the
  /// log proves what the locks already guarantee. A child made by fork writes
  /// nothing before continue_in_child(): the records are those of the process
  /// that opened the log.
  void write(std::string_view event, const event_fields& fields) noexcept;

  /// The same, but together with the next record, for one that says nothing
  /// new if the process dies before.
  void write_soon(std::string_view event, const event_fields& fields) noexcept;

  void flush() noexcept;

  /// Where it is, "" when nothing is logged.
  const std::string& path() const noexcept { return path_; }

 private:
  void identify();
  bool is_writable() const noexcept;
  bool append(std::string_view event, const event_fields& fields) noexcept;
  void write_pending() noexcept;

  std::mutex mutex_;
  std::string pending_;
  std::string path_;
  std::string run_and_worker_;
  std::string identity_;
  pid_t owner_ = 0;
  unique_fd file_;
  std::int64_t sequence_ = 0;
  bool failed_ = false;
};

/// Nanoseconds of CLOCK_MONOTONIC.
std::int64_t monotonic_ns() noexcept;

}  // namespace parallel_testing

#endif
