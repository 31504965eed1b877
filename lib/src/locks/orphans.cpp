// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/orphans.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <parallel_testing/error.hpp>
#include <vector>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

using clock = std::chrono::steady_clock;

std::uint64_t process_namespace() {
  struct stat status {};
  if (::stat("/proc/self/ns/pid", &status) != 0) {
    return 0;
  }
  return status.st_ino;
}

bool is_of_this_user(pid_t pid) {
  struct stat status {};
  return ::stat(fmt::format("/proc/{}", pid).c_str(), &status) == 0 &&
         status.st_uid == ::geteuid();
}

std::string environment_of(pid_t pid) {
  return read_whole(fmt::format("/proc/{}/environ", pid));
}

/// The mark in the environment of a process, "" when it has none.
std::string mark_of(pid_t pid) {
  const std::string start = std::string(mark_variable) + "=";
  const std::string environment = environment_of(pid);
  for (const std::string_view variable : split(environment, '\0')) {
    if (starts_with(variable, start)) {
      return std::string(variable.substr(start.size()));
    }
  }
  return "";
}

std::string launcher_in(const std::string& mark) {
  return mark.substr(0, mark.find('@'));
}

bool is_of_this_namespace(const std::string& mark) {
  const std::size_t at = mark.find('@');
  return at != std::string::npos &&
         mark.substr(at + 1) == fmt::format("{}", process_namespace());
}

bool is_of_dead_launcher(const std::string& mark) {
  return is_of_this_namespace(mark) && !is_alive(launcher_in(mark));
}

std::vector<pid_t> processes_of_this_user() {
  std::vector<pid_t> result;
  for (const pid_t pid : process_ids()) {
    if (pid != ::getpid() && is_of_this_user(pid)) {
      result.push_back(pid);
    }
  }
  return result;
}

void end(pid_t orphan) {
  os::say(
      fmt::format("ended process {} ({}), which a killed launcher left behind",
                  orphan, command_of(orphan)));
  ::kill(orphan, SIGKILL);
}

pid_t pid_in(const std::string& token) {
  return parse_process_id(id_in_token(token)).value_or(0);
}

/// A launcher that has released its locks may not be dead yet, and only its
/// death ends the process that it started.
void wait_for_death_of(const std::string& token) {
  const pid_t launcher = pid_in(token);
  while (launcher != 0 && is_running(launcher) &&
         process_token(launcher) == token) {
    ::poll(nullptr, 0, 1);
  }
}

/// Whether the process may have a mark that cannot be read yet: its environment
/// is empty for a moment while it executes a program. The environment of an
/// exiting process is also empty; end_orphans_of() treats those separately.
bool has_no_environment(pid_t pid) {
  if (!environment_of(pid).empty() || !is_running(pid)) {
    return false;
  }
  const process_status seen = status_of(pid);
  return !seen.is_kernel_thread() && !seen.is_exiting();
}

bool is_among(const std::vector<pid_t>& list, pid_t pid) {
  return std::find(list.begin(), list.end(), pid) != list.end();
}

[[noreturn]] void throw_still_there(const std::vector<pid_t>& left) {
  std::string list;
  for (const pid_t each : left) {
    list += fmt::format("\n  {} {}", each, command_of(each));
  }
  throw error(
      fmt::format("processes that a killed launcher left behind do not end and "
                  "may still use what it locked; end them{}",
                  list));
}

}  // namespace

const char* const mark_variable = "PARALLEL_TESTING_LAUNCHER";

std::string mark_of_launcher(const std::string& token) {
  return fmt::format("{}@{}", token, process_namespace());
}

bool is_launcher_alive(const std::string& mark) {
  const std::string token = launcher_in(mark);
  const pid_t launcher = pid_in(token);
  return is_of_this_namespace(mark) && is_running(launcher) &&
         !status_of(launcher).is_exiting() && process_token(launcher) == token;
}

void end_orphans_of(const std::string& mark) {
  if (!is_of_this_namespace(mark)) {
    return;
  }
  wait_for_death_of(launcher_in(mark));
  constexpr std::chrono::seconds longest{10};
  // The environment of some processes stays unreadable, for example that of
  // processes of other users.
  constexpr std::chrono::seconds longest_doubt{1};
  const auto start = clock::now();
  std::vector<pid_t> ended;
  std::vector<pid_t> unknown;
  for (;;) {
    const bool doubts = clock::now() < start + longest_doubt;
    std::vector<pid_t> left;
    std::vector<pid_t> still_unknown;
    for (const pid_t each : processes_of_this_user()) {
      const bool is_orphan = mark_of(each) == mark && is_running(each);
      if (is_orphan && !is_among(ended, each)) {
        end(each);
        ended.push_back(each);
      }
      const bool is_unknown = !is_orphan && doubts && has_no_environment(each);
      if (is_unknown) {
        still_unknown.push_back(each);
      }
      const bool is_new = is_unknown && !is_among(unknown, each);
      const bool is_exiting = doubts && status_of(each).is_exiting();
      if (is_orphan || is_new || is_exiting) {
        left.push_back(each);
      }
    }
    if (left.empty()) {
      return;
    }
    unknown = std::move(still_unknown);
    if (clock::now() > start + longest) {
      throw_still_there(left);
    }
    constexpr int longer_than_an_exec_ms = 5;
    ::poll(nullptr, 0, unknown.empty() ? 1 : longer_than_an_exec_ms);
  }
}

void end_orphans() {
  for (const pid_t each : processes_of_this_user()) {
    if (is_of_dead_launcher(mark_of(each))) {
      end(each);
    }
  }
}

}  // namespace parallel_testing
