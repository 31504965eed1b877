// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "postgresql/server/server.hpp"

namespace parallel_testing::postgresql {

namespace {

/// Where a process works proves whether it is one of a server.
bool works_in(pid_t pid, const std::string& data) {
  return link_target(fmt::format("/proc/{}/cwd", pid)) == data;
}

/// The postmaster, 0 when there is none.
pid_t postmaster_of(const std::string& data) {
  const std::string text = read_whole(data + "/postmaster.pid");
  const auto pid = parse_process_id(text.substr(0, text.find('\n')));
  return pid && works_in(*pid, data) ? *pid : 0;
}

std::vector<pid_t> processes_of(const std::string& data) {
  std::vector<pid_t> found;
  for (const pid_t pid : process_ids()) {
    if (works_in(pid, data)) found.push_back(pid);
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
