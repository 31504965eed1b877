// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <set>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr unsigned long is_exiting = 0x4;  // PF_EXITING of the kernel
constexpr std::uint64_t greatest_pid = 4194304;

std::string proc_file(pid_t pid, const char* name) {
  return os::read_file_at(AT_FDCWD,
                          fmt::format("/proc/{}/{}", pid, name).c_str());
}

std::vector<tree_process> all_processes() {
  std::vector<tree_process> result;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir("/proc"),
                                                   ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const auto pid = whole_number(entry->d_name, greatest_pid);
    if (!pid) continue;
    const tree_process seen =
        parse_stat(proc_file(static_cast<pid_t>(*pid), "stat"));
    if (seen.pid != 0) result.push_back(seen);
  }
  return result;
}

bool has_sigkill_pending(pid_t pid) {
  const std::string status = proc_file(pid, "status");
  constexpr unsigned long long sigkill = 1ULL << 8;
  for (const std::string_view field : {"\nSigPnd:\t", "\nShdPnd:\t"}) {
    const std::size_t at = status.find(field);
    if (at == std::string::npos) continue;
    const char* const digits = status.c_str() + at + field.size();
    if ((std::strtoull(digits, nullptr, 16) & sigkill) != 0) return true;
  }
  return false;
}

std::string link_of(const std::string& path) {
  std::array<char, 512> target;
  const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
  return {target.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

}  // namespace

tree_process parse_stat(const std::string& text) {
  tree_process result;
  // The command in parentheses may itself contain blanks and parentheses.
  const std::size_t end = text.rfind(')');
  const auto pid = whole_number(text.substr(0, text.find(' ')), greatest_pid);
  if (end == std::string::npos || end + 2 >= text.size() || !pid) return result;
  const std::vector<std::string_view> fields =
      split(std::string_view(text).substr(end + 2), ' ');
  if (fields.size() < 7 || fields[0].size() != 1) return result;
  result.pid = static_cast<pid_t>(*pid);
  result.state = fields[0][0];
  const auto parent = whole_number(fields[1], greatest_pid);
  result.parent = static_cast<pid_t>(parent.value_or(0));
  result.flags = std::strtoul(std::string(fields[6]).c_str(), nullptr, 10);
  return result;
}

std::vector<tree_process> descendants_of(pid_t root) {
  const std::vector<tree_process> all = all_processes();
  std::vector<tree_process> result;
  std::vector<pid_t> parents = {root};
  while (!parents.empty()) {
    std::vector<pid_t> next;
    for (const tree_process& each : all) {
      const bool is_child = std::find(parents.begin(), parents.end(),
                                      each.parent) != parents.end();
      if (!is_child) continue;
      result.push_back(each);
      next.push_back(each.pid);
    }
    parents.swap(next);
  }
  return result;
}

bool is_dying(const tree_process& process) {
  return process.state == 'Z' || process.state == 'X' ||
         (process.flags & is_exiting) != 0 || has_sigkill_pending(process.pid);
}

bool has_open(pid_t pid, const std::vector<std::string>& files) {
  const std::string folder = fmt::format("/proc/{}/fd", pid);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()),
                                                   ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const std::string file = link_of(folder + "/" + entry->d_name);
    if (std::find(files.begin(), files.end(), file) != files.end()) return true;
  }
  return false;
}

std::string file_behind(int fd) {
  return link_of(fmt::format("/proc/self/fd/{}", fd));
}

}  // namespace parallel_testing::launcher
