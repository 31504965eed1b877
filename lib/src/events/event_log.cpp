// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_log.hpp"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/isolation.hpp"
#include "base/os.hpp"

namespace parallel_testing {

namespace {
constexpr std::int64_t ns_per_second = 1'000'000'000;

std::int64_t clock_ns(clockid_t clock) noexcept {
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * ns_per_second + now.tv_nsec;
}
}  // namespace

std::int64_t monotonic_ns() noexcept {
  return clock_ns(CLOCK_MONOTONIC);
}

void event_log::open_as(std::string path, const std::string& run_id,
                        const std::string& worker_id) {
  // Reserve now: the last event is written when the program has freed its
  // memory, and a large allocation would then make the allocator search
  // thousands of small free blocks.
  constexpr std::size_t usual_events = 4096;
  pending_.reserve(usual_events);
  path_ = std::move(path);
  run_ = run_id;
  worker_ = worker_id;
  identify();
}

void event_log::continue_in_child() {
  // The process that recorded the pending events writes them.
  pending_.clear();
  sequence_ = 0;
  identify();
}

void event_log::identify() {
  owner_ = ::getpid();
  origin_ = events::origin_text(run_, worker_, process_number(owner_));
}

bool event_log::is_writable() const noexcept {
  return !path_.empty() && os::process_id() == owner_;
}

bool event_log::add_line(appender append_body, const void* body) noexcept {
  if (failed_) {
    return false;
  }
  const std::size_t whole_lines = pending_.size();
  try {
    append_body(pending_, {clock_ns(CLOCK_REALTIME), monotonic_ns(), sequence_},
                origin_, body);
    ++sequence_;
    return true;
  } catch (...) {
    pending_.resize(whole_lines);
    os::say("out of memory while writing the event log");
    failed_ = true;
    return false;
  }
}

void event_log::write_pending() noexcept {
  if (pending_.empty()) {
    return;
  }
  if (!file_) {
    file_.reset(os::open_at(AT_FDCWD, path_.c_str(),
                            O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW));
  }
  failed_ = !file_ || !os::write_all(file_.get(), pending_);
  pending_.clear();
  if (failed_) {
    os::say("cannot write the event log '" + path_ +
            "': " + std::strerror(errno) + "; the log will be incomplete");
  }
}

void event_log::add(appender append_body, const void* body,
                    urgency when) noexcept {
  if (!is_writable()) {
    return;
  }
  const std::lock_guard<std::mutex> guard(mutex_);
  if (add_line(append_body, body) && when == urgency::now) {
    write_pending();
  }
}

void event_log::flush() noexcept {
  if (!is_writable()) {
    return;
  }
  const std::lock_guard<std::mutex> guard(mutex_);
  write_pending();
}

}  // namespace parallel_testing
