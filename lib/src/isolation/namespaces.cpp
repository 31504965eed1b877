// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isolation/namespaces.hpp"

#include <parallel_testing/error.hpp>

#include "base/text.hpp"
#ifdef __linux__
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"
#endif

namespace parallel_testing {

std::string joined_kinds(const isolation_plan& plan) {
  std::vector<std::string> names;
  for (const private_view kind : plan.kinds) {
    names.emplace_back(detail::text_of(kind));
  }
  return joined(names, ',');
}

#ifdef __linux__

namespace {

constexpr const char* isolation_remedy =
    "allow it on this system, or run these tests one at a time: "
    "PARALLEL_TESTING_ISOLATION=none";

bool write_setting(const char* path, const std::string& text) noexcept {
  const unique_fd file(os::open_at(AT_FDCWD, path, O_WRONLY));
  return file && os::write_all(file.get(), text);
}

void require_written(const char* path, const std::string& text) {
  if (!write_setting(path, text)) {
    os::throw_error("cannot isolate the test: writing", path, errno,
                    isolation_remedy);
  }
}

/// Maps user and group to themselves, so that programs do not see a difference.
void map_ids(uid_t user, gid_t group) {
  require_written("/proc/self/setgroups", "deny");
  require_written("/proc/self/uid_map", fmt::format("{0} {0} 1", user));
  require_written("/proc/self/gid_map", fmt::format("{0} {0} 1", group));
}

void bring_loopback_up() {
  const unique_fd socket(os::open_socket(AF_INET, SOCK_DGRAM));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  bool is_done = socket && ::ioctl(socket.get(), SIOCGIFFLAGS, &request) == 0;
  if (is_done) {
    request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
    is_done = ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
  }
  if (!is_done) {
    os::throw_error("cannot isolate the test: bringing up", "lo", errno,
                    isolation_remedy);
  }
}

/// Only the loopback interface is required. The other settings are refused
/// where /proc is read-only.
void set_up_network(gid_t group) {
  bring_loopback_up();
  // A closed connection would keep its port in TIME_WAIT.
  write_setting("/proc/sys/net/ipv4/tcp_max_tw_buckets", "0");
  // Tests can bind ports below 1024.
  write_setting("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
  write_setting("/proc/sys/net/ipv4/ping_group_range",
                fmt::format("{0} {0}", group));
}

void mount_proc() {
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
              nullptr) != 0) {
    os::throw_error("cannot isolate the test: mounting", "/proc", errno,
                    isolation_remedy);
  }
}

}  // namespace

int new_namespaces(const isolation_plan& plan) noexcept {
  int flags = 0;
  if (plan.has(private_view::network)) {
    flags |= CLONE_NEWNET;
  }
  if (plan.has(private_view::ipc)) {
    flags |= CLONE_NEWIPC;
  }
  if (plan.has_mounts()) {
    flags |= CLONE_NEWNS;
  }
  return flags;
}

void enter_isolation(const isolation_plan& plan, process_role role) {
  const bool is_init = role == process_role::init;
  const int flags = new_namespaces(plan) | (is_init ? CLONE_NEWNS : 0);
  if (flags == 0) {
    return;
  }
  // An init process that needed a user namespace was created in one.
  bool has_users = is_init && !plan.has_privileges();
  int result = role == process_role::created_inside ? 0 : -1;
  if (result != 0 && (plan.has_privileges() || has_users)) {
    result = ::unshare(flags);
  }
  if (result != 0 && !has_users) {
    result = ::unshare(flags | CLONE_NEWUSER);
    has_users = true;
  }
  if (result != 0) {
    os::throw_error("cannot isolate the test: unshare", joined_kinds(plan),
                    errno, isolation_remedy);
  }
  if (has_users) {
    map_ids(plan.user, plan.group);
  }
  if (plan.has(private_view::network)) {
    set_up_network(plan.group);
  }
  if (plan.has_mounts() || is_init) {
    keep_mounts_private();
  }
  if (plan.has_mounts()) {
    mount_privately(plan.mounts);
  }
  if (is_init) {
    mount_proc();
  }
}

#else

int new_namespaces(const isolation_plan&) noexcept {
  return 0;
}

void enter_isolation(const isolation_plan& plan, process_role) {
  throw error("cannot isolate the test: this system has no namespaces for " +
              joined_kinds(plan) +
              "; run these tests one at a time: "
              "PARALLEL_TESTING_ISOLATION=none");
}

#endif

}  // namespace parallel_testing
