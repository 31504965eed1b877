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

/// proc(5) warns that entries may be missing while children end. The eldest
/// come first, so what a case left follows the process that forks the cases,
/// and is not among the entries that can be missing. Without this file of the
/// kernel, the list is always "", and a leak is found for the whole test only.
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
    // What a known process starts, and whom it does not wait for, is its own
    // matter.
    std::vector<pid_t> spared;
    for (const process_status& each : descendants_of(adopter_)) {
      const bool has_known_parent =
          std::find(spared.begin(), spared.end(), each.parent) != spared.end();
      if (has_known_parent || is_known(each)) {
        spared.push_back(each.pid);
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
    // They are certain to end, and are children of each other or of the
    // adopter, which waits for them: this loop ends.
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
    spare_survivors(left);
  }
}

/// From now on, those that still run, by permission or because they may not be
/// signalled, are known.
void case_orphans::spare_survivors(const std::vector<left_process>& left) {
  for (const left_process& each : left) {
    process_status now = status_of(each.pid);
    if (now.pid != 0 && !is_dying(now)) {
      known_.push_back(std::move(now));
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
    spare_survivors(left);
  }
}

bool case_orphans::tolerate() {
  const std::vector<left_process> left = find();
  spare_survivors(left);
  return !left.empty();
}

}  // namespace parallel_testing
