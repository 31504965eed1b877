// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/case_orphans.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/process_tree.hpp"

namespace parallel_testing {

namespace {
leak_policy policy_named(std::string_view name) {
  return name == "warn"    ? leak_policy::warn
         : name == "allow" ? leak_policy::allow
                           : leak_policy::fail;
}
}  // namespace

void adopt_orphans() noexcept {
#ifdef __linux__
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

leak_rule leak_rule_of(const marker_list& markers, const std::string& usual) {
  leak_rule rule;
  rule.policy = policy_named(usual);
  for (const parsed_marker& each : markers) {
    if (each.kind == marker_kind::leak) {
      rule.policy = policy_named(each.name);
    } else if (each.kind == marker_kind::grace) {
      rule.grace = std::chrono::duration_cast<std::chrono::nanoseconds>(
          std::chrono::duration<double>(each.seconds));
    }
  }
  return rule;
}

events::case_left event_of(const left_process& left, const std::string& test,
                           pid_t process, const leak_rule& rule) {
  return {test,
          process,
          left.pid,
          left.command,
          left.was_ended ? events::left_treatment::ended
                         : events::left_treatment::allowed,
          detail::text_of(rule.policy)};
}

case_orphans::case_orphans(pid_t adopter)
    : adopter_(adopter), usual_(children()) {
  for (process_status& each : descendants_of(adopter_)) {
    known_.push_back(std::move(each));
  }
}

/// The kernel lists the eldest first. What a case left comes after the process
/// that forks the cases, so it is never missing from a list that has no other
/// process; see proc(5).
std::string case_orphans::children() const {
  return read_whole(fmt::format("/proc/{0}/task/{0}/children", adopter_));
}

bool case_orphans::is_known(const process_status& given) const {
  return given.pid == ::getpid() ||
         std::any_of(known_.begin(), known_.end(),
                     [&](const process_status& each) {
                       return each.pid == given.pid &&
                              each.start_time == given.start_time;
                     });
}

/// The adopter reaps its children itself: here, or in its loop.
void case_orphans::nap() const {
  constexpr int shortly_ms = 2;
  ::poll(nullptr, 0, shortly_ms);
  while (adopter_ == ::getpid() && ::waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

std::vector<left_process> case_orphans::find() {
  for (;;) {
    std::string now = children();
    if (now == usual_) {
      return {};
    }
    std::vector<left_process> living;
    bool is_any_dying = false;
    for (const process_status& each : descendants_of(adopter_)) {
      if (is_known(each)) {
        continue;
      }
      if (is_dying(each)) {
        is_any_dying = true;
      } else {
        living.push_back({each.pid, command_of(each.pid)});
      }
    }
    if (!living.empty()) {
      return living;
    }
    if (!is_any_dying) {
      usual_ = std::move(now);
      return {};
    }
    // Dying processes are certain to end, so this loop ends.
    nap();
  }
}

std::vector<left_process> case_orphans::end(const leak_rule& rule) {
  std::vector<left_process> all;
  // An ended process may have started others.
  for (;;) {
    std::vector<left_process> left = find();
    if (left.empty()) {
      return all;
    }
    end_left_processes(left, rule, [this] { nap(); });
    all.insert(all.end(), left.begin(), left.end());
    for (const left_process& each : left) {
      if (!each.was_ended) {
        known_.push_back(status_of(each.pid));
      }
    }
  }
}

void case_orphans::kill() {
  for (;;) {
    const std::vector<left_process> left = find();
    if (left.empty()) {
      return;
    }
    for (const left_process& each : left) {
      ::kill(each.pid, SIGKILL);
    }
  }
}

bool case_orphans::tolerate() {
  const std::vector<left_process> left = find();
  for (const left_process& each : left) {
    known_.push_back(status_of(each.pid));
  }
  return !left.empty();
}

}  // namespace parallel_testing
