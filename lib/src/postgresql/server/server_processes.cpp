// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string_view>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "postgresql/server/server.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr int largest_pid = 4194304;  // see proc(5), pid_max

/// Where a process works proves whether it is one of a server.
bool works_in(pid_t pid, const std::string& data) {
  std::array<char, 4096> where{};
  const ssize_t size = ::readlink(fmt::format("/proc/{}/cwd", pid).c_str(),
                                  where.data(), where.size());
  return size > 0 &&
         data == std::string_view(where.data(), static_cast<std::size_t>(size));
}

/// The postmaster, 0 when there is none.
pid_t postmaster_of(const std::string& data) {
  const std::string text =
      os::read_file_at(AT_FDCWD, (data + "/postmaster.pid").c_str());
  const auto found = whole_number(text.substr(0, text.find('\n')), largest_pid);
  const auto pid = static_cast<pid_t>(found.value_or(0));
  return pid != 0 && works_in(pid, data) ? pid : 0;
}

std::vector<pid_t> processes_of(const std::string& data) {
  std::vector<pid_t> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir("/proc"),
                                                   ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const auto number = whole_number(entry->d_name, largest_pid);
    const auto pid = static_cast<pid_t>(number.value_or(0));
    if (pid != 0 && works_in(pid, data)) found.push_back(pid);
  }
  return found;
}

void wait_for_end(pid_t pid, const std::string& data) {
  const std::string token = process_token(pid);
  while (is_alive(token)) {
    // A zombie counts as alive; where this process started it, it is reaped.
    if (::waitpid(pid, nullptr, WNOHANG) == pid) break;
    if (!works_in(pid, data)) break;
    ::poll(nullptr, 0, 5);
  }
}

}  // namespace

void stop_server(const std::string& directory) {
  const std::string data = data_directory_of(directory);
  const pid_t postmaster = postmaster_of(data);
  if (postmaster != 0) {
    // Immediately: what it would save is removed.
    ::kill(postmaster, SIGQUIT);
    wait_for_end(postmaster, data);
  }
  // Those of one that was killed may not have noticed yet.
  for (const pid_t each : processes_of(data)) {
    ::kill(each, SIGKILL);
    wait_for_end(each, data);
  }
}

}  // namespace parallel_testing::postgresql
