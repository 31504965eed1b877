// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "supervision.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/format.hpp"
#include "base/process_info.hpp"
#include "base/process_tree.hpp"
#include "deadlines.hpp"
#include "ranks/rank_set.hpp"
#include "stacks/write_stacks.hpp"

namespace parallel_testing::launcher {

ending supervision::watch(started_test test) {
  test_ = std::move(test);
  if (given_.time) {
    limit_ = clock::now() + *given_.time;
  }
  while (!has_ended_) {
    wait_for_something();
  }
  // Processes that were stopped together with the test do not count as left
  // behind.
  if (ending_.why == ending::reason::by_itself) {
    ending_.left = find_left();
    end_left(ending_.left);
    end_late();
  }
  if (!keeps_some()) {
    kill_all();
  }
  return std::move(ending_);
}

void supervision::wait_for_something() {
  pollfd events[] = {{signals_.fd(), POLLIN, 0},
                     {test_.status.get(), POLLIN, 0}};
  int timeout_ms = -1;
  if (limit_ || kill_at_) {
    const auto next = std::min(limit_.value_or(clock::time_point::max()),
                               kill_at_.value_or(clock::time_point::max()));
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        std::max(next - clock::now(), clock::duration::zero()));
    constexpr long long longest = 86400000;
    timeout_ms = static_cast<int>(std::min<long long>(left.count(), longest));
  }
  if (::poll(events, test_.has_init() ? 2 : 1, timeout_ms) > 0) {
    // Read the status first: once its init process is gone, so is the rest of
    // the test.
    if (events[1].revents != 0) {
      read_status();
    }
    while (const auto signal = signals_.next()) {
      act_on(*signal);
    }
  }
  act_on_time();
}

void supervision::act_on(const signalfd_siginfo& signal) {
  const auto number = static_cast<int>(signal.ssi_signo);
  if (number == SIGCHLD) {
    reap();
  } else if (number == parent_is_gone()) {
    if (::getppid() != parent_) {
      stop_with(SIGTERM);
    }
  } else if (asks_to_end(number)) {
    stop_with(number);
  } else if (number == SIGTSTP) {
    pause_with_test();
  } else {
    send(number);
  }
}

void supervision::act_on_time() {
  const clock::time_point now = clock::now();
  if (limit_ && now >= *limit_) {
    limit_.reset();
    show_stacks();
    stop_with(given_.time_signal);
    ending_.why = ending::reason::timed_out;
  }
  if (kill_at_ && now >= *kill_at_) {
    kill_at_.reset();
    kill_all();
  }
}

/// Where the test is, before it is asked to end.
void supervision::show_stacks() const {
  if (!given_.stacks_program) {
    return;
  }
  // In a private PID namespace, ranks have other ids.
  std::vector<pid_t> living;
  std::string state;
  if (given_.ranks != nullptr && !test_.has_init()) {
    living = given_.ranks->living();
    state = given_.ranks->state();
  }
  for (const process_status& each : descendants_of(root())) {
    if (state.empty() && !is_dying(each)) {
      living.push_back(each.pid);
    }
  }
  using seconds = std::chrono::duration<double>;
  stacks::write_stacks(living,
                       fmt::format("stacks of '{}' after {} s{}", given_.test,
                                   seconds(*given_.time).count(), state),
                       *given_.stacks_program, STDERR_FILENO, given_.test);
}

void supervision::stop_with(int number) {
  if (has_ended_) {
    return;
  }
  if (!kill_at_) {
    kill_at_ = clock::now() + given_.grace;
  }
  limit_.reset();
  if (ending_.why == ending::reason::by_itself) {
    ending_.why = ending::reason::interrupted;
  }
  send(number);
  // A stopped process would not receive the signal.
  send(SIGCONT);
}

void supervision::pause_with_test() {
  const clock::time_point begin = clock::now();
  send(SIGSTOP);
  ::raise(SIGSTOP);
  const clock::duration paused = clock::now() - begin;
  limit_ = delayed(limit_, paused);
  kill_at_ = delayed(kill_at_, paused);
  ending_.paused += paused;
  send(SIGCONT);
}

void supervision::send(int number) const {
  ::kill(test_.has_init() ? test_.pid : -test_.pid, number);
}

void supervision::read_status() {
  int status = 0;
  if (has_ended_ ||
      ::read(test_.status.get(), &status, sizeof status) != sizeof status) {
    return;
  }
  ending_.status = status;
  has_ended_ = true;
}

void supervision::reap() {
  int status = 0;
  pid_t pid = 0;
  while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
    if (WIFSTOPPED(status)) {
      // A thread that stopped only after its stack had been given up.
      ::ptrace(PTRACE_DETACH, pid, nullptr, nullptr);
      continue;
    }
    if (pid != test_.pid) {
      continue;
    }
    if (test_.has_init()) {
      read_status();
    }
    if (!has_ended_) {
      ending_.status = status;
    }
    has_ended_ = true;
    test_.status.reset();
  }
  if (pid < 0 && errno == ECHILD) {
    has_children_ = false;
  }
}

/// The ancestor of the processes that the test left behind.
pid_t supervision::root() const {
  return test_.has_init() ? test_.pid : ::getpid();
}

std::vector<left_process> supervision::find_left() {
  for (;;) {
    reap();
    if (!has_children_) {
      return {};
    }
    std::vector<left_process> living;
    bool is_any_dying = false;
    for (const process_status& each : descendants_of(root())) {
      if (is_dying(each)) {
        is_any_dying = true;
      } else {
        living.push_back({each.pid, command_of(each.pid), true});
      }
    }
    if (!living.empty() || !is_any_dying || test_.has_init()) {
      return living;
    }
    // Dying processes are certain to end, so this loop ends.
    nap();
  }
}

/// Sleeps until a child ends, but at most for a short time.
void supervision::nap() {
  pollfd end{signals_.fd(), POLLIN, 0};
  constexpr int longest_ms = 10;
  ::poll(&end, 1, longest_ms);
  while (signals_.next()) {
  }
  reap();
}

void supervision::end_left(std::vector<left_process>& left) {
  end_left_processes(left, {given_.leak, given_.grace}, [this] { nap(); });
}

bool supervision::keeps_some() const {
  return std::any_of(ending_.left.begin(), ending_.left.end(),
                     [](const left_process& each) { return !each.was_ended; });
}

/// Ends processes that the ended ones have started, for which ctest would also
/// wait. If no process is kept, kill_all() ends them instead.
void supervision::end_late() {
  const auto is_kept = [&](const left_process& found) {
    return std::any_of(ending_.left.begin(), ending_.left.end(),
                       [&](const left_process& each) {
                         return each.pid == found.pid && !each.was_ended;
                       });
  };
  while (keeps_some()) {
    std::vector<left_process> late = find_left();
    late.erase(std::remove_if(late.begin(), late.end(), is_kept), late.end());
    if (late.empty()) {
      return;
    }
    end_left(late);
    ending_.left.insert(ending_.left.end(), late.begin(), late.end());
  }
}

/// Kills all descendants of this process. Those that lose their parent become
/// its children.
void supervision::kill_all() {
  if (test_.has_init()) {
    ::kill(test_.pid, SIGKILL);
  }
  while (has_children_) {
    for (const process_status& each : descendants_of(::getpid())) {
      ::kill(each.pid, SIGKILL);
    }
    reap();
    if (has_children_) {
      nap();
    }
  }
}

}  // namespace parallel_testing::launcher
