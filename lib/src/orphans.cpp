// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "orphans.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <parallel_testing/error.hpp>
#include <vector>

#include "format.hpp"
#include "os.hpp"
#include "process_info.hpp"
#include "text.hpp"

namespace parallel_testing {

namespace {

using clock = std::chrono::steady_clock;

std::uint64_t process_namespace() {
  struct stat status {};
  if (::stat("/proc/self/ns/pid", &status) != 0) return 0;
  return status.st_ino;
}

bool is_of_this_user(pid_t pid) {
  struct stat status {};
  return ::stat(fmt::format("/proc/{}", pid).c_str(), &status) == 0 &&
         status.st_uid == ::geteuid();
}

/// The mark in the environment of a process, "" for none.
std::string mark_of(pid_t pid) {
  const std::string start = std::string(mark_variable) + "=";
  const std::string environment =
      os::read_file_at(AT_FDCWD, fmt::format("/proc/{}/environ", pid).c_str());
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
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir("/proc"),
                                                   ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const auto number = whole_number(entry->d_name, 4194304);
    if (!number) continue;
    const auto pid = static_cast<pid_t>(*number);
    if (pid != ::getpid() && is_of_this_user(pid)) result.push_back(pid);
  }
  return result;
}

void end(pid_t orphan) {
  os::say(fmt::format("ended {} ({}), which a killed launcher left", orphan,
                      command_of(orphan)));
  ::kill(orphan, SIGKILL);
}

/// Processes that run no more code of their own, but may still have files open.
/// Their environment is gone, so nothing tells any more whose they were.
std::vector<pid_t> exiting_processes() {
  std::vector<pid_t> result;
  for (const pid_t each : processes_of_this_user()) {
    if (status_of(each).is_exiting) result.push_back(each);
  }
  return result;
}

pid_t pid_in(const std::string& token) {
  const auto pid = whole_number(token.substr(0, token.find('.')), 4194304);
  return static_cast<pid_t>(pid.value_or(0));
}

/// A launcher that lets go of what it held may not be dead yet; its death is
/// what ends the process that it started.
void wait_for_death_of(const std::string& token) {
  const pid_t launcher = pid_in(token);
  while (launcher != 0 && is_running(launcher) &&
         process_token(launcher) == token) {
    ::poll(nullptr, 0, 1);
  }
}

bool is_among(const std::vector<pid_t>& list, pid_t pid) {
  return std::find(list.begin(), list.end(), pid) != list.end();
}

[[noreturn]] void throw_still_there(const std::vector<pid_t>& left) {
  std::string list;
  for (const pid_t each : left) {
    list += fmt::format("\n  {} {}", each, command_of(each));
  }
  throw error(fmt::format(
      "processes that a killed launcher left do not end, so what they may "
      "still use cannot be used; end them{}",
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
         !status_of(launcher).is_exiting && process_token(launcher) == token;
}

void end_orphans_of(const std::string& mark) {
  if (!is_of_this_namespace(mark)) return;
  wait_for_death_of(launcher_in(mark));
  constexpr std::chrono::seconds longest{10};
  // Some of those that are exiting may be others'.
  constexpr std::chrono::seconds longest_exit{1};
  const auto start = clock::now();
  std::vector<pid_t> ended = exiting_processes();
  for (;;) {
    std::vector<pid_t> left;
    for (const pid_t each : processes_of_this_user()) {
      const bool is_orphan = mark_of(each) == mark && is_running(each);
      const bool is_ending = is_among(ended, each) &&
                             status_of(each).is_exiting &&
                             clock::now() < start + longest_exit;
      if (is_orphan || is_ending) left.push_back(each);
      if (!is_orphan || is_among(ended, each)) continue;
      end(each);
      ended.push_back(each);
    }
    if (left.empty()) return;
    if (clock::now() > start + longest) throw_still_there(left);
    ::poll(nullptr, 0, 1);
  }
}

void end_orphans() {
  for (const pid_t each : processes_of_this_user()) {
    if (is_of_dead_launcher(mark_of(each))) end(each);
  }
}

}  // namespace parallel_testing
