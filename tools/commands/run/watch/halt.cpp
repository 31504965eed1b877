// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ends a ctest early without losing what its tests did. ctest itself knows no
// way: told to stop it leaves its tests behind and writes nothing.
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "commands/run/watch/session.hpp"

namespace parallel_testing::run_command {
namespace {

using io::verdict;

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t grace_ns = 5 * ns_per_second;
/// CTest's own for a test without TIMEOUT.
constexpr std::int64_t longest_test_ns = 1500 * ns_per_second;
constexpr int look_again_ms = 20;

const char* signal_text(int number) {
  const char* const name = ::sigabbrev_np(number);
  return name == nullptr ? "?" : name;
}

std::int64_t timeout_of(const io::listed_test* test) {
  const std::string seconds = test == nullptr || test->items("TIMEOUT").empty()
                                  ? ""
                                  : test->items("TIMEOUT").front();
  const double given = std::strtod(seconds.c_str(), nullptr);
  return given > 0 ? static_cast<std::int64_t>(given * 1e9) : longest_test_ns;
}

}  // namespace

/// A child of ctest when it was stopped.
struct session::halted_test {
  pid_t pid = 0;
  const watched_test* test = nullptr;  // none: it is none we know yet
  int pipe = -1;
  std::string output;
  bool ended = false;
  int status = -1;
  std::int64_t end_ns = 0;
};

std::vector<session::halted_test> session::freeze(child& ctest,
                                                  std::string& text) {
  // The number of one that has ended may be that of another process.
  const bool runs = !ctest.has_ended();
  if (runs) {
    ::kill(ctest.pid(), SIGSTOP);
  }
  // ctest says which test it starts before it starts it.
  ctest.read(text);
  feed(text);
  std::vector<halted_test> result;
  if (!runs) {
    return result;
  }
  for (const pid_t pid : children_of(ctest.pid())) {
    halted_test made;
    made.pid = pid;
    made.pipe = open_stdout_of(pid);
    result.push_back(std::move(made));
  }
  return result;
}

/// A process that ctest has just made is not yet its test.
void session::identify(std::vector<halted_test>& tests) {
  read_log();
  for (halted_test& each : tests) {
    if (each.test == nullptr) {
      each.test =
          observer_->known().running_as(each.pid, command_line_of(each.pid));
    }
  }
}

/// Waits until all of them have ended or their time is over, and reads what
/// they print: ctest does not any more, and a full pipe would hold them.
void session::drain(const child& ctest, std::vector<halted_test>& tests) {
  const std::int64_t begin_ns = io::monotonic_ns();
  bool waits = true;
  while (waits) {
    waits = false;
    identify(tests);
    const std::int64_t now_ns = io::monotonic_ns();
    for (halted_test& each : tests) {
      if (each.pipe >= 0 && !read_available(each.pipe, each.output)) {
        ::close(std::exchange(each.pipe, -1));
      }
      if (!each.ended && is_zombie(each.pid)) {
        each.ended = true;
        each.end_ns = now_ns;
      }
      std::int64_t limit_ns = begin_ns + longest_test_ns;
      if (signal_) {
        limit_ns = begin_ns + grace_ns;
      } else if (each.test != nullptr) {
        limit_ns = each.test->start_mono_ns +
                   timeout_of(observer_->listed(*each.test));
      }
      waits = waits || (!each.ended && now_ns < limit_ns);
    }
    const news seen = signals_.read();
    if (seen.end) {
      // A second time: no more patience. The first time: maxfail was waiting.
      if (signal_) {
        return;
      }
      signal_ = seen.end;
      ctest.signal_group(SIGTERM);
    }
    if (seen.asks_to_pause) {
      pause_halted(tests);
    }
    pollfd file{signals_.descriptor(), POLLIN, 0};
    if (waits) {
      ::poll(&file, 1, look_again_ms);
    }
  }
}

/// ctest itself must stay stopped.
void session::pause_halted(const std::vector<halted_test>& tests) {
  const auto send = [&](int number) {
    for (const halted_test& each : tests) {
      if (!each.ended) {
        ::kill(each.pid, number);
      }
    }
  };
  send(SIGTSTP);
  (void)terminal_control::suspend(SIGTSTP, terminal_control::reach::process);
  send(SIGCONT);
}

void session::halt(child& ctest, std::string& text) {
  if (observer_ == nullptr) {
    read_listing();
  }
  terminal_.end_loan();
  std::vector<halted_test> tests = freeze(ctest, text);
  if (signal_) {
    display_.finish();
    display_.note(fmt::format("SIG{}: the tests that run are told to stop",
                              signal_text(*signal_)));
    // ctest is stopped and gets it no more.
    ctest.signal_group(SIGTERM);
    for (const halted_test& each : tests) {
      ::kill(each.pid, SIGTERM);
      // One that was stopped would not notice.
      ::kill(each.pid, SIGCONT);
    }
  }
  drain(ctest, tests);
  end_halted(tests, ctest);
}

void session::end_halted(std::vector<halted_test>& tests, child& ctest) {
  if (!ctest.has_ended()) {
    ::kill(ctest.pid(), SIGKILL);
  }
  // What ctest leaves becomes ours.
  for (const halted_test& each : tests) {
    if (!each.ended) {
      ::kill(each.pid, SIGKILL);
    }
  }
  ctest.signal_group(SIGKILL);
  int status = 0;
  while (true) {
    const pid_t ended = ::waitpid(-1, &status, 0);
    if (ended < 0) {
      break;
    }
    if (ended == ctest.pid()) {
      ctest.set_ended(status);
    }
    // Those in groups of their own, and what they started: each that dies
    // leaves its children to us.
    for (const pid_t left : children_of(::getpid())) {
      ::kill(left, SIGKILL);
    }
    for (halted_test& each : tests) {
      each.status = each.pid == ended ? status : each.status;
    }
  }
  // What they logged last they logged after `drain` looked.
  read_log();
  for (halted_test& each : tests) {
    if (each.pipe >= 0) {
      read_available(each.pipe, each.output);
      ::close(each.pipe);
    }
    if (each.test != nullptr && each.test->running) {
      observer_->end_test(*each.test, judge(each), each.output);
    }
  }
  for (const watched_test* test : observer_->running()) {
    observer_->end_test(*test, judge({}), "");
  }
}

line_result session::judge(const halted_test& ended) const {
  line_result result;
  result.outcome = verdict::not_run;
  result.message = "it was stopped before it ended";
  if (ended.test == nullptr) {
    return result;
  }
  const std::int64_t end_ns =
      ended.end_ns == 0 ? io::monotonic_ns() : ended.end_ns;
  result.duration_ns = end_ns - ended.test->start_mono_ns;
  if (!ended.ended && !signal_) {
    result.outcome = verdict::timeout;
    result.message = "Timeout";
  }
  if (ended.status < 0 || !ended.ended) {
    return result;
  }
  const io::listed_test* listed = observer_->listed(*ended.test);
  const bool is_signal = WIFSIGNALED(ended.status);
  const int code = WEXITSTATUS(ended.status);
  if (is_signal && signal_) {
    return result;
  }
  if (is_signal) {
    result.outcome = verdict::crash;
    result.message = fmt::format("SIG{}", signal_text(WTERMSIG(ended.status)));
    return result;
  }
  const auto is = [&](const char* property) {
    return listed != nullptr && listed->is_set(property);
  };
  if (listed != nullptr && !listed->items("SKIP_RETURN_CODE").empty() &&
      listed->items("SKIP_RETURN_CODE").front() == std::to_string(code)) {
    result.outcome = verdict::skip;
    result.message = "Skipped";
    return result;
  }
  const bool passed = (code == 0) != is("WILL_FAIL");
  result.outcome = passed ? verdict::pass : verdict::fail;
  result.message = passed ? "" : fmt::format("exit code {}", code);
  return result;
}

}  // namespace parallel_testing::run_command
