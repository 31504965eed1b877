// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_EVENT_LOG_HPP
#define PARALLEL_TESTING_SRC_EVENT_LOG_HPP

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <string>

#include "base/unique_fd.hpp"
#include "events/event_text.hpp"

namespace parallel_testing {

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

  /// Writes one of the events of events/schema.hpp. A log that cannot be
  /// written is reported once on stderr and is never fatal: the log proves what
  /// the locks already guarantee. A child made by fork writes nothing before
  /// continue_in_child(): the records are those of the process that opened the
  /// log.
  template <class Body>
  void write(const Body& body) noexcept {
    add(&append<Body>, &body, urgency::now);
  }

  /// Writes the record together with the next one: for an event that means
  /// nothing new if the process dies before.
  template <class Body>
  void write_soon(const Body& body) noexcept {
    add(&append<Body>, &body, urgency::later);
  }

  void flush() noexcept;

  /// The path of the log, "" when nothing is logged.
  const std::string& path() const noexcept { return path_; }

 private:
  enum class urgency { now, later };
  using appender = void (*)(std::string& lines, const events::stamp& at,
                            const std::string& origin, const void* body);

  template <class Body>
  static void append(std::string& lines, const events::stamp& at,
                     const std::string& origin, const void* body) {
    static_assert(events::all_events::has<Body>,
                  "the tools read what all_events in events/schema.hpp lists");
    events::append_line(lines, at, origin, *static_cast<const Body*>(body));
  }

  void identify();
  bool is_writable() const noexcept;
  void add(appender append_body, const void* body, urgency when) noexcept;
  bool add_line(appender append_body, const void* body) noexcept;
  void write_pending() noexcept;

  std::mutex mutex_;
  std::string pending_;
  std::string path_;
  std::string run_;
  std::string worker_;
  std::string origin_;
  pid_t owner_ = 0;
  unique_fd file_;
  std::int64_t sequence_ = 0;
  bool failed_ = false;
};

/// Nanoseconds of CLOCK_MONOTONIC.
std::int64_t monotonic_ns() noexcept;

}  // namespace parallel_testing

#endif
