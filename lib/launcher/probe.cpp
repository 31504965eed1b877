// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "probe.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <string>

#include "base/os.hpp"
#include "base/unique_fd.hpp"
#include "isolation/namespaces.hpp"
#include "signals.hpp"
#include "start.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing::launcher {

namespace {

/// Uses a port, which must be free in a private network whatever listens on the
/// machine.
void use_network() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(8080);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const unique_fd server(os::open_socket(AF_INET, SOCK_STREAM));
  const unique_fd client(os::open_socket(AF_INET, SOCK_STREAM));
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  const bool is_fine = server && client &&
                       ::bind(server.get(), generic, sizeof address) == 0 &&
                       ::listen(server.get(), 1) == 0 &&
                       ::connect(client.get(), generic, sizeof address) == 0;
  if (is_fine) {
    return;
  }
  os::throw_error("cannot use a private network: port", "8080", errno,
                  "check the loopback interface");
}

/// Checks that the kept directory is still visible below the new /tmp.
void use_mounts(const std::string& scratch) {
  struct stat status {};
  const std::string kept = scratch + "/kept/marker";
  const bool is_fine = ::stat(kept.c_str(), &status) == 0;
  if (is_fine) {
    return;
  }
  os::throw_error("cannot use a private /tmp: reading", kept, errno,
                  "check the mounts");
}

isolation_plan plan_for(private_view kind, const std::string& scratch) {
  isolation_plan plan;
  plan.kinds = {kind};
  if (kind == private_view::tmp) {
    plan.mounts.tmp = scratch + "/tmp";
  }
  const bool has_shm = ::access("/dev/shm", W_OK) == 0;
  if (kind == private_view::ipc && has_shm) {
    plan.mounts.shm = scratch + "/shm";
  }
  plan.mounts.kept = {scratch + "/kept", "."};
  return plan;
}

bool succeeds(private_view kind, const std::string& scratch) {
  const isolation_plan plan = plan_for(kind, scratch);
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      enter_isolation(plan, process_role::plain);
      if (kind == private_view::network) {
        use_network();
      }
      if (kind == private_view::tmp) {
        use_mounts(scratch);
      }
      ::_exit(0);
    } catch (const std::exception& problem) {
      os::say(problem.what());
      ::_exit(1);
    }
  }
  int status = 1;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

/// Tries a PID namespace with an init process and a private /proc.
bool can_have_process_ids() {
  isolation_plan plan;
  plan.kinds = {private_view::pid};
  const limits none;
  const caught_signals signals;
  std::string program = "/proc/self/exe";
  std::string option = "--help";
  char* const command[] = {program.data(), option.data(), nullptr};
  supervision watching(none, signals, ::getppid());
  started_test started =
      start({plan, none, signals, "", command, output::dropped});
  const ending end = watching.watch(std::move(started));
  signals.undo();
  return end.status == 0;
}

}  // namespace

std::vector<private_view> available_views(
    const std::vector<private_view>& requested) {
  std::vector<private_view> result;
  std::string scratch = "/tmp/parallel-testing-XXXXXX";
  if (::mkdtemp(scratch.data()) == nullptr) {
    return result;
  }
  make_directories(scratch + "/kept");
  os::make_directory_at(AT_FDCWD, (scratch + "/kept/marker").c_str(), 0700);
  for (const private_view kind : requested) {
    const bool works = kind == private_view::pid ? can_have_process_ids()
                                                 : succeeds(kind, scratch);
    if (works) {
      result.push_back(kind);
    }
  }
  remove_tree(scratch);
  return result;
}

}  // namespace parallel_testing::launcher
