// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <type_traits>
#include <utility>

#include "lib/src/events/event_text.hpp"

namespace parallel_testing::tools {
namespace {

std::int64_t clock_ns(clockid_t clock) {
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * ns_per_second + now.tv_nsec;
}

}  // namespace

std::string to_line(const event& given) {
  const stamp at{given.time_ns, given.mono_ns, given.seq};
  const std::string origin =
      events::origin_text(given.run, given.worker, given.pid);
  std::string line;
  given.body.visit([&](const auto& body) {
    if constexpr (std::is_same_v<decltype(body), const unknown_event&>) {
      events::begin_line(line, body.name, at, origin);
      events::end_line(line);
    } else {
      events::append_line(line, at, origin, body);
    }
  });
  return line;
}

std::int64_t wall_clock_ns() {
  return clock_ns(CLOCK_REALTIME);
}

std::int64_t monotonic_ns() {
  return clock_ns(CLOCK_MONOTONIC);
}

event_writer::event_writer(const std::string& run_directory, std::string run_id)
    : run_id_(std::move(run_id)) {
  std::error_code ignored;
  std::filesystem::create_directories(run_directory, ignored);
  const std::string path = run_directory + "/events.ndjson";
  constexpr mode_t only_mine = 0600;
  file_ =
      ::open(path.c_str(),
             O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, only_mine);
  if (file_ < 0) {
    problem_ = fmt::format("cannot write the event log '{}': {}", path,
                           std::strerror(errno));
  }
}

event_writer::~event_writer() {
  if (file_ >= 0) {
    flush();
    ::close(file_);
  }
}

event event_writer::add(event_body body) {
  event made;
  made.time_ns = wall_clock_ns();
  made.mono_ns = monotonic_ns();
  made.run = run_id_;
  made.worker = "master";
  made.pid = ::getpid();
  made.seq = sequence_++;
  made.body = std::move(body);
  if (file_ >= 0) {
    pending_ += to_line(made);
  }
  return made;
}

void event_writer::flush() {
  std::string_view rest = pending_;
  while (!rest.empty() && file_ >= 0) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      problem_ =
          fmt::format("the event log is incomplete: {}", std::strerror(errno));
      ::close(std::exchange(file_, -1));
      break;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  pending_.clear();
}

}  // namespace parallel_testing::tools
