// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/left_processes.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/format.hpp"
#include "base/process_tree.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

/// Waits for `holds` to become false, at most for the grace period.
template <class Condition>
void wait_while(const leak_rule& rule, const std::function<void()>& nap,
                Condition holds) {
  const auto last = std::chrono::steady_clock::now() + rule.grace;
  while (holds() && std::chrono::steady_clock::now() < last) {
    nap();
  }
}

/// Chooses the processes to end. With leak:allow, these are the processes that
/// can still write to ctest, for which it would wait. A daemon may need some
/// time to close the descriptors that it inherited.
void choose_processes_to_end(std::vector<left_process>& left,
                             const leak_rule& rule,
                             const std::function<void()>& nap) {
  if (rule.policy != leak_policy::allow) {
    return;
  }
  std::vector<std::string> outputs;
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
    std::string file = file_of_descriptor(fd);
    // ctest does not wait for the end of a file or a terminal.
    const bool is_waited_for =
        starts_with(file, "pipe:") || starts_with(file, "socket:");
    if (is_waited_for) {
      outputs.push_back(std::move(file));
    }
  }
  const auto is_writer = [&](const left_process& each) {
    return has_open(each.pid, outputs);
  };
  wait_while(rule, nap,
             [&] { return std::any_of(left.begin(), left.end(), is_writer); });
  for (left_process& each : left) {
    each.was_ended = is_writer(each);
  }
}

}  // namespace

void end_left_processes(std::vector<left_process>& left, const leak_rule& rule,
                        const std::function<void()>& nap) {
  choose_processes_to_end(left, rule, nap);
  for (const left_process& each : left) {
    if (!each.was_ended) {
      continue;
    }
    ::kill(each.pid, SIGTERM);
    ::kill(each.pid, SIGCONT);
  }
  const auto still_exists = [](const left_process& each) {
    return each.was_ended && ::kill(each.pid, 0) == 0;
  };
  wait_while(rule, nap, [&] {
    return std::any_of(left.begin(), left.end(), still_exists);
  });
  for (left_process& each : left) {
    const bool is_refused =
        each.was_ended && ::kill(each.pid, SIGKILL) != 0 && errno == EPERM;
    if (is_refused) {
      each.command += " (still runs: it belongs to another user)";
    }
  }
}

std::string message_about_left(const std::vector<left_process>& left,
                               const std::string& name, leak_policy policy) {
  std::string list;
  for (const left_process& each : left) {
    if (each.was_ended) {
      list += fmt::format("\n  {} {}", each.pid, each.command);
    }
  }
  if (list.empty()) {
    return "";
  }
  const bool is_allowed = policy == leak_policy::allow;
  return fmt::format(
      "'{}' left processes behind, which were ended{}; {}{}", name,
      is_allowed ? " because ctest would wait for their output" : "",
      is_allowed ? "redirect their output"
                 : "make the test wait for the processes that it starts, or "
                   "mark it leak:warn or leak:allow",
      list);
}

}  // namespace parallel_testing
