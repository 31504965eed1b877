// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <string>

#include "base/unique_fd.hpp"
#include "events/event_text.hpp"

namespace parallel_testing {

/// Appends events to the event log of a run, each with one write, so that the
/// events of different processes never mix. docs/events.md documents the
/// schema.
class event_log {
 public:
  /// Every event contains the run and the worker. The file is opened for the
  /// first event.
  void open_as(std::string path, const std::string& run_id,
               const std::string& worker_id);

  /// For a child of the process that opened the log: events are from now on
  /// those of the child.
  void continue_in_child();

  /// Writes one of the events of events/schema.hpp. A log that cannot be
  /// written is reported once on stderr and is not fatal: the log only proves
  /// what the locks already guarantee. A forked child writes nothing before
  /// continue_in_child().
  template <class Body>
  void write(const Body& body) noexcept {
    add(&append<Body>, &body, urgency::now);
  }

  /// Writes the event together with the next one. For events that are not
  /// needed if the process dies before the next one.
  template <class Body>
  void write_soon(const Body& body) noexcept {
    add(&append<Body>, &body, urgency::later);
  }

  void flush() noexcept;

  /// The path of the log, "" when nothing is logged.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  enum class urgency { now, later };
  using appender = void (*)(std::string& lines, const events::stamp& at,
                            const std::string& origin, const void* body);

  template <class Body>
  static void append(std::string& lines, const events::stamp& at,
                     const std::string& origin, const void* body) {
    static_assert(events::all_events::has<Body>,
                  "add the event to all_events in events/schema.hpp");
    events::append_line(lines, at, origin, *static_cast<const Body*>(body));
  }

  void identify();
  [[nodiscard]] bool is_writable() const noexcept;
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
