// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/halt.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "commands/run/watch/terminal_control.hpp"

namespace parallel_testing::run_command {
namespace {

using tools::verdict;

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t grace_ns = 5 * ns_per_second;
/// The time limit of CTest for a test without TIMEOUT.
constexpr std::int64_t longest_test_ns = 1500 * ns_per_second;
constexpr int look_again_ms = 20;

const char* signal_text(int number) {
  const char* const name = ::sigabbrev_np(number);
  return name == nullptr ? "?" : name;
}

std::int64_t timeout_of(const tools::listed_test* test) {
  const std::string seconds = test == nullptr || test->items("TIMEOUT").empty()
                                  ? ""
                                  : test->items("TIMEOUT").front();
  const double given = std::strtod(seconds.c_str(), nullptr);
  return given > 0 ? static_cast<std::int64_t>(given * 1e9) : longest_test_ns;
}

}  // namespace

ctest_halt::ctest_halt(tools::child& ctest, observer& watched,
                       const signals& incoming, std::optional<int>& signal,
                       stopped_times& stopped, std::function<void()> read_log)
    : ctest_(ctest),
      observer_(watched),
      signals_(incoming),
      signal_(signal),
      stopped_(stopped),
      read_log_(std::move(read_log)) {}

void ctest_halt::freeze() {
  // Another process may have the pid of a process that has ended.
  if (!ctest_.has_ended()) {
    ::kill(ctest_.pid(), SIGSTOP);
  }
}

void ctest_halt::find_tests() {
  if (!ctest_.has_ended()) {
    for (const pid_t pid : tools::children_of(ctest_.pid())) {
      add_test(pid);
    }
  }
  const bool has_died = ctest_.has_ended() || tools::is_zombie(ctest_.pid());
  if (!signal_ || !has_died) {
    return;
  }
  for (const pid_t pid : tools::children_of(::getpid())) {
    if (pid != ctest_.pid() && ::getpgid(pid) == ctest_.pid()) {
      // The terminal has sent the signal to the whole group.
      add_test(pid).was_asked = true;
    }
  }
}

ctest_halt::halted_test& ctest_halt::add_test(pid_t pid) {
  const auto known =
      std::find_if(tests_.begin(), tests_.end(),
                   [&](const halted_test& each) { return each.pid == pid; });
  if (known != tests_.end()) {
    return *known;
  }
  halted_test& test = tests_.emplace_back();
  test.pid = pid;
  test.pipe = tools::open_stdout_of(pid);
  return test;
}

void ctest_halt::send_sigterm() {
  for (halted_test& each : tests_) {
    each.was_asked = each.was_asked || !tools::is_zombie(each.pid);
  }
  // ctest is stopped, so it does not handle the signal.
  ctest_.signal_group(SIGTERM);
  for (const halted_test& each : tests_) {
    ::kill(each.pid, SIGTERM);
    // A stopped process would not handle SIGTERM.
    ::kill(each.pid, SIGCONT);
  }
}

/// Looks up the tests again: a process that ctest has just started does not yet
/// run its test.
void ctest_halt::identify() {
  read_log_();
  for (halted_test& each : tests_) {
    if (each.test == nullptr) {
      each.test = observer_.known().running_as(
          each.pid, tools::command_line_of(each.pid));
    }
  }
}

std::int64_t ctest_halt::limit_ns(const halted_test& test,
                                  std::int64_t begin_ns) const {
  if (signal_) {
    return stopped_.end_of(begin_ns, grace_ns);
  }
  return test.test == nullptr
             ? stopped_.end_of(begin_ns, longest_test_ns)
             : stopped_.end_of(test.test->start_mono_ns,
                               timeout_of(observer_.listed(*test.test)));
}

void ctest_halt::drain() {
  const std::int64_t begin_ns = tools::monotonic_ns();
  bool waits = true;
  while (waits) {
    waits = false;
    identify();
    const std::int64_t now_ns = tools::monotonic_ns();
    for (halted_test& each : tests_) {
      if (each.pipe >= 0 && !tools::read_available(each.pipe, each.output)) {
        ::close(std::exchange(each.pipe, -1));
      }
      if (!each.ended && tools::is_zombie(each.pid)) {
        each.ended = true;
        each.end_ns = now_ns;
      }
      waits = waits || (!each.ended && now_ns < limit_ns(each, begin_ns));
    }
    if (!handle_signals()) {
      return;
    }
    pollfd file{signals_.descriptor(), POLLIN, 0};
    if (waits) {
      ::poll(&file, 1, look_again_ms);
    }
  }
}

bool ctest_halt::handle_signals() {
  const news seen = signals_.read();
  if (seen.end) {
    // The first signal arrives while tests end after --maxfail.
    if (signal_) {
      return false;
    }
    signal_ = seen.end;
    send_sigterm();
  }
  if (seen.asks_to_pause) {
    pause();
  }
  return true;
}

/// Pauses the tests and this process. ctest stays stopped.
void ctest_halt::pause() {
  const auto send = [&](int number) {
    for (const halted_test& each : tests_) {
      if (!each.ended) {
        ::kill(each.pid, number);
      }
    }
  };
  const std::int64_t begin_ns = tools::monotonic_ns();
  send(SIGTSTP);
  if (terminal_control::suspend(SIGTSTP, terminal_control::reach::process)) {
    stopped_.add(begin_ns, tools::monotonic_ns());
  }
  send(SIGCONT);
}

void ctest_halt::kill_all() {
  if (!ctest_.has_ended()) {
    ::kill(ctest_.pid(), SIGKILL);
  }
  // Children of ctest become children of this process.
  for (const halted_test& each : tests_) {
    if (!each.ended) {
      ::kill(each.pid, SIGKILL);
    }
  }
  ctest_.signal_group(SIGKILL);
  int status = 0;
  for (pid_t ended = 0; (ended = ::waitpid(-1, &status, 0)) >= 0;) {
    if (ended == ctest_.pid()) {
      ctest_.set_ended(status);
    }
    // Also kills processes in other groups, and what they started: the children
    // of each process that dies become children of this process.
    for (const pid_t left : tools::children_of(::getpid())) {
      ::kill(left, SIGKILL);
    }
    for (halted_test& each : tests_) {
      each.status = each.pid == ended ? status : each.status;
    }
  }
}

void ctest_halt::end() {
  kill_all();
  // Tests may have logged events after the last look in drain().
  read_log_();
  for (halted_test& each : tests_) {
    if (each.pipe >= 0) {
      tools::read_available(each.pipe, each.output);
      ::close(each.pipe);
    }
    if (each.test != nullptr && each.test->running) {
      observer_.end_test(*each.test, judge(each), each.output);
    }
  }
  for (const watched_test* test : observer_.running()) {
    observer_.end_test(*test, judge({}), "");
  }
}

tools::printed_result ctest_halt::judge(const halted_test& ended) const {
  tools::printed_result result;
  result.outcome = verdict::not_run;
  result.message = "it was stopped before it ended";
  if (ended.test == nullptr) {
    return result;
  }
  const std::int64_t end_ns =
      ended.end_ns == 0 ? tools::monotonic_ns() : ended.end_ns;
  result.duration_ns = stopped_.running_ns(ended.test->start_mono_ns, end_ns);
  if (!ended.ended && !signal_) {
    result.outcome = verdict::timeout;
    result.message = "Timeout";
  }
  if (ended.status < 0 || !ended.ended) {
    return result;
  }
  const tools::listed_test* listed = observer_.listed(*ended.test);
  const bool is_signal = WIFSIGNALED(ended.status);
  const int code = WEXITSTATUS(ended.status);
  const auto is = [&](const char* property) {
    return listed != nullptr && listed->is_set(property);
  };
  const bool passed = !is_signal && (code == 0) != is("WILL_FAIL");
  const bool is_skipped =
      !is_signal && listed != nullptr &&
      !listed->items("SKIP_RETURN_CODE").empty() &&
      listed->items("SKIP_RETURN_CODE").front() == std::to_string(code);
  // Nothing shows that a test that was asked to stop had come to its end.
  if ((is_signal && signal_) || (ended.was_asked && (passed || is_skipped))) {
    return result;
  }
  if (is_signal) {
    result.outcome = verdict::crash;
    result.message = fmt::format("SIG{}", signal_text(WTERMSIG(ended.status)));
    return result;
  }
  if (is_skipped) {
    result.outcome = verdict::skip;
    result.message = "Skipped";
    return result;
  }
  result.outcome = passed ? verdict::pass : verdict::fail;
  result.message = passed ? "" : fmt::format("exit code {}", code);
  return result;
}

}  // namespace parallel_testing::run_command
