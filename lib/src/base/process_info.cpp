// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/process_info.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>

#include "base/format.hpp"
#include "base/isolation.hpp"
#include "base/os.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
pid_t set_aside = 0;

/// Fields of /proc/<pid>/stat from the third on: the second one, the command
/// in parentheses, may itself contain blanks and parentheses.
std::vector<std::string> stat_fields(pid_t pid) {
  const std::string text =
      os::read_file_at(AT_FDCWD, fmt::format("/proc/{}/stat", pid).c_str());
  const std::size_t command_end = text.rfind(')');
  if (command_end == std::string::npos) return {};
  const std::vector<std::string_view> fields =
      split(std::string_view(text).substr(command_end + 1), ' ');
  if (fields.empty()) return {};
  return {fields.begin() + 1, fields.end()};
}

/// As proc(5) numbers it, "" when there is no such process.
std::string stat_field(pid_t pid, std::size_t number) {
  constexpr std::size_t first = 3;
  const std::vector<std::string> fields = stat_fields(pid);
  return number - first < fields.size() ? fields[number - first] : "";
}

std::string start_time(pid_t pid) {
  constexpr std::size_t starttime = 22;
  return stat_field(pid, starttime);
}
}  // namespace

std::string process_token(pid_t pid) {
  const std::string start = start_time(pid);
  if (!start.empty()) return fmt::format("{}.{}", pid, start);
  const bool exists = ::kill(pid, 0) == 0 || errno == EPERM;
  return exists ? fmt::format("{}", pid) : "";
}

bool is_alive(std::string_view token) {
  const std::string_view digits = token.substr(0, token.find('.'));
  const auto pid = whole_number(digits, 4194304);
  if (!pid || *pid == 0) return false;
  const std::string now = process_token(static_cast<pid_t>(*pid));
  // Where the start time cannot be told, nobody is taken for dead, nor where
  // only the processes of this test can be seen.
  return now == token || now == digits || is_isolated(isolation::pid);
}

bool is_running(pid_t pid) {
  constexpr std::size_t state_field = 3;
  const std::string state = stat_field(pid, state_field);
  if (state.empty()) return ::kill(pid, 0) == 0 || errno == EPERM;
  return state != "Z" && state != "X";
}

process_status status_of(pid_t pid) {
  constexpr unsigned long exiting = 0x4;             // PF_EXITING of the kernel
  constexpr unsigned long kernel_thread = 0x200000;  // PF_KTHREAD
  const std::vector<std::string> fields = stat_fields(pid);
  process_status result;
  if (fields.size() < 7) return result;
  result.parent = static_cast<pid_t>(std::atol(fields[1].c_str()));
  const bool is_gone = fields[0] == "Z" || fields[0] == "X";
  const unsigned long flags = std::strtoul(fields[6].c_str(), nullptr, 10);
  result.is_exiting = !is_gone && (flags & exiting) != 0;
  result.is_kernel_thread = (flags & kernel_thread) != 0;
  return result;
}

std::string command_of(pid_t pid) {
  const std::string folder = fmt::format("/proc/{}/", pid);
  std::string text = os::read_file_at(AT_FDCWD, (folder + "cmdline").c_str());
  if (text.empty()) {
    text = "[" + os::read_file_at(AT_FDCWD, (folder + "comm").c_str()) + "]";
  }
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  // Before the text is cut: a part of a password does not look like one.
  text = without_passwords(text);
  constexpr std::size_t longest = 200;
  text.resize(std::min(text.size(), longest));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

pid_t launching_process() noexcept {
  return set_aside != 0 ? set_aside : ::getppid();
}

void set_launching_process(pid_t pid) noexcept {
  set_aside = pid;
}

bool is_traced() {
  const std::string text = os::read_file_at(AT_FDCWD, "/proc/self/status");
  constexpr std::string_view field = "\nTracerPid:\t";
  const std::size_t at = text.find(field);
  return at != std::string::npos && text[at + field.size()] != '0';
}

std::string ctest_parent() {
  const pid_t parent = launching_process();
  std::string name =
      os::read_file_at(AT_FDCWD, fmt::format("/proc/{}/comm", parent).c_str());
  if (!name.empty() && name.back() == '\n') name.pop_back();
  return name == "ctest" || name == "ctest3" ? process_token(parent) : "";
}

std::vector<std::string> own_arguments([[maybe_unused]] int argc,
                                       [[maybe_unused]] char** argv) {
#if defined(__GLIBC__) || defined(__APPLE__)
  return {argv, argv + argc};
#else
  const std::string text = os::read_file_at(AT_FDCWD, "/proc/self/cmdline");
  const std::vector<std::string_view> pieces = split(text, '\0');
  return {pieces.begin(), pieces.end()};
#endif
}

bool can_change_arguments() noexcept {
#if defined(__GLIBC__) || defined(__APPLE__)
  return true;
#else
  return false;
#endif
}

const std::string& own_executable() {
  static const auto* const result = [] {
    std::array<char, 4096> path;
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    return new std::string(path.data(),
                           size > 0 ? static_cast<std::size_t>(size) : 0);
  }();
  return *result;
}

}  // namespace parallel_testing
