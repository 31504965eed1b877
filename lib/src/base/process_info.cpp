// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/process_info.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/isolation.hpp"
#include "base/os.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
/// Set by set_launching_process(); 0 means the parent.
pid_t launcher_of_test = 0;

}  // namespace

std::optional<pid_t> parse_process_id(std::string_view text) {
  const auto number = whole_number(text, greatest_process_id);
  if (!number || *number == 0) {
    return std::nullopt;
  }
  return static_cast<pid_t>(*number);
}

std::string process_token(pid_t pid) {
  const std::string start = status_of(pid).start_time;
  if (!start.empty()) {
    return fmt::format("{}.{}", pid, start);
  }
  const bool exists = ::kill(pid, 0) == 0 || errno == EPERM;
  return exists ? fmt::format("{}", pid) : "";
}

std::string_view id_in_token(std::string_view token) {
  return token.substr(0, token.find('.'));
}

bool is_alive(std::string_view token) {
  const std::string_view digits = id_in_token(token);
  const auto pid = parse_process_id(digits);
  if (!pid) {
    return false;
  }
  const std::string now = process_token(*pid);
  // A process is assumed to be alive where the system does not report start
  // times, and where only the processes of this test are visible.
  return now == token || now == digits || is_isolated(private_view::pid);
}

bool is_running(pid_t pid) {
  const process_status seen = status_of(pid);
  if (seen.pid == 0) {
    return ::kill(pid, 0) == 0 || errno == EPERM;
  }
  return !seen.is_dead();
}

bool process_status::is_exiting() const noexcept {
  constexpr unsigned long exiting = 0x4;  // PF_EXITING of the kernel
  return !is_dead() && (flags & exiting) != 0;
}

bool process_status::is_kernel_thread() const noexcept {
  constexpr unsigned long kernel_thread = 0x200000;  // PF_KTHREAD
  return (flags & kernel_thread) != 0;
}

process_status parse_stat(std::string_view text) {
  process_status result;
  // The command, in parentheses, may itself contain blanks and parentheses.
  const std::size_t end = text.rfind(')');
  const auto pid = parse_process_id(text.substr(0, text.find(' ')));
  if (end == text.npos || end + 2 >= text.size() || !pid) {
    return result;
  }
  // The first of these is field 3 of proc(5).
  const std::vector<std::string_view> fields = split(text.substr(end + 2), ' ');
  if (fields.size() < 7 || fields[0].size() != 1) {
    return result;
  }
  result.pid = *pid;
  result.state = fields[0][0];
  result.parent = parse_process_id(fields[1]).value_or(0);
  result.flags = std::strtoul(std::string(fields[6]).c_str(), nullptr, 10);
  constexpr std::size_t start_time = 22 - 3;
  if (fields.size() > start_time) {
    result.start_time = fields[start_time];
  }
  return result;
}

process_status status_of(pid_t pid) {
  return parse_stat(read_whole(fmt::format("/proc/{}/stat", pid)));
}

std::uint64_t number_in_status(pid_t id, std::string_view field, int base) {
  const std::string text = read_whole(
      id == 0 ? "/proc/self/status" : fmt::format("/proc/{}/status", id));
  const std::string before = fmt::format("\n{}:\t", field);
  const std::size_t at = text.find(before);
  return at == std::string::npos
             ? 0
             : std::strtoull(text.c_str() + at + before.size(), nullptr, base);
}

std::uint64_t pending_signals(pid_t pid) {
  constexpr int hexadecimal = 16;
  return number_in_status(pid, "SigPnd", hexadecimal) |
         number_in_status(pid, "ShdPnd", hexadecimal);
}

std::vector<pid_t> process_ids() {
  std::vector<pid_t> ids;
  for (const std::string& name : names_in("/proc")) {
    if (const auto id = parse_process_id(name)) {
      ids.push_back(*id);
    }
  }
  return ids;
}

std::string command_of(pid_t pid) {
  const std::string folder = fmt::format("/proc/{}/", pid);
  std::string text = read_whole(folder + "cmdline");
  if (text.empty()) {
    text = "[" + read_whole(folder + "comm") + "]";
  }
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') {
      c = ' ';
    }
  }
  // Hide passwords before shortening the text: a truncated one is not
  // recognized.
  text = without_passwords(text);
  constexpr std::size_t longest = 200;
  text.resize(std::min(text.size(), longest));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

bool has_children() noexcept {
  siginfo_t ended{};
  int any = WEXITED | WNOHANG | WNOWAIT;
#ifdef __WALL
  any |= __WALL;
#endif
  return ::waitid(P_ALL, 0, &ended, any) == 0 || errno != ECHILD;
}

bool may_have_had_children() noexcept {
  // The kernel does not count children that nobody waits for.
  struct sigaction on_end {};
  if (::sigaction(SIGCHLD, nullptr, &on_end) != 0 ||
      on_end.sa_handler == SIG_IGN || (on_end.sa_flags & SA_NOCLDWAIT) != 0) {
    return true;
  }
  rusage of_waited{};
  return has_children() || ::getrusage(RUSAGE_CHILDREN, &of_waited) != 0 ||
         of_waited.ru_maxrss != 0;
}

namespace {
/// The parent of this process, or, when that is a launcher that only observes,
/// the process that started the launcher.
pid_t unobserved_parent() noexcept {
  const pid_t parent = ::getppid();
  const char* const observer = std::getenv(observer_variable);
  if (observer == nullptr) {
    return parent;
  }
  char* rest = nullptr;
  const long watcher = std::strtol(observer, &rest, 10);
  const long starter = std::strtol(rest, nullptr, 10);
  return watcher == parent && starter > 0 ? static_cast<pid_t>(starter)
                                          : parent;
}
}  // namespace

pid_t launching_process() noexcept {
  return launcher_of_test != 0 ? launcher_of_test : unobserved_parent();
}

void set_launching_process(pid_t pid) noexcept {
  launcher_of_test = pid;
}

bool is_traced() {
  const std::uint64_t by = number_in_status(0, "TracerPid");
  const char* const observer = std::getenv(observer_variable);
  // A launcher that only watches is not a debugger.
  return by != 0 &&
         (observer == nullptr || std::strtoull(observer, nullptr, 10) != by);
}

std::string ctest_parent() {
  const pid_t parent = launching_process();
  std::string name = read_whole(fmt::format("/proc/{}/comm", parent));
  if (!name.empty() && name.back() == '\n') {
    name.pop_back();
  }
  return name == "ctest" || name == "ctest3" ? process_token(parent) : "";
}

const std::string& own_executable() {
  static const auto* const result =
      new std::string(link_target("/proc/self/exe"));
  return *result;
}

}  // namespace parallel_testing
