// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/pulse.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>

namespace parallel_testing::cluster {
namespace {

constexpr const char* longest_silence_variable =
    "PARALLEL_TESTING_NODE_SILENCE";
constexpr const char* run_has_ended = "ended";

/// Texts have one length, so that no reader sees a part of one.
bool write_beat(const std::string& file, const std::string& text) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (opened < 0) {
    return false;
  }
  const std::string line = fmt::format("{:<20}\n", text);
  const bool is_written = ::pwrite(opened, line.data(), line.size(), 0) ==
                          static_cast<ssize_t>(line.size());
  return ::close(opened) == 0 && is_written;
}

}  // namespace

std::int64_t longest_silence_ns(const tools::variables& environment) {
  constexpr std::int64_t ns_in_s = 1'000'000'000;
  constexpr int usual_s = 60;
  const std::string text =
      tools::value_of(environment, longest_silence_variable);
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return (seconds > 0 ? seconds : usual_s) * ns_in_s;
}

bool pulse_writer::beat() {
  return write_beat(file_, std::to_string(++count_));
}

void pulse_writer::end() const {
  (void)write_beat(file_, run_has_ended);
}

void beat_for(int process, const std::string& file) {
  sigset_t ends;
  sigemptyset(&ends);
  for (const int each : {SIGTERM, SIGHUP, SIGINT}) {
    sigaddset(&ends, each);
  }
  ::sigprocmask(SIG_BLOCK, &ends, nullptr);
  pollfd ended{static_cast<int>(::syscall(SYS_pidfd_open, process, 0)), POLLIN,
               0};
  constexpr int beat_ms = 1000;
  pulse_writer written(file);
  while (::getppid() == process && written.beat()) {
    if (::poll(&ended, 1, beat_ms) > 0) {
      break;
    }
  }
  written.end();
}

bool pulse::has_stopped(const std::optional<std::string>& text,
                        std::int64_t now_ns) {
  if (!text || text->starts_with(run_has_ended)) {
    return true;
  }
  if (*text != last_) {
    last_ = *text;
    changed_ns_ = now_ns;
  }
  return now_ns - changed_ns_ > longest_silence_ns_;
}

}  // namespace parallel_testing::cluster
