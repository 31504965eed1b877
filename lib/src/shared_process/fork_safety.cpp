// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/fork_safety.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>
#ifdef __linux__
#include <link.h>
#endif

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "discovery/unforkable.hpp"
#include "verdicts/sanitizers.hpp"

namespace parallel_testing {

namespace {

struct descriptor_kind {
  std::string_view start;  ///< of the link in /proc/self/fd
  std::string_view what;
};

/// What forked processes share, whatever they do.
constexpr descriptor_kind shared_kinds[] = {
    {"socket:", "an open socket"},
    {"pipe:", "an open pipe"},
    {"anon_inode:[eventpoll]", "an epoll instance"},
    {"anon_inode:[io_uring]", "an io_uring"},
    {"anon_inode:", "an open kernel object"},
    {"/dev/nvidia", "an open GPU"},
    {"/dev/kfd", "an open GPU"},
    {"/dev/dri/", "an open GPU"},
};

/// Whether the socket has a name in the abstract namespace that starts like
/// those of the locks on ports.
bool is_lock_on_port(int number) {
  constexpr std::string_view start("\0parallel-testing-port-", 23);
  sockaddr_un address{};
  socklen_t size = sizeof address;
  if (::getsockname(number, reinterpret_cast<sockaddr*>(&address), &size) !=
          0 ||
      address.sun_family != AF_UNIX ||
      size < offsetof(sockaddr_un, sun_path) + start.size()) {
    return false;
  }
  return std::string_view(address.sun_path, start.size()) == start;
}

std::vector<std::string> loaded_libraries() {
  std::vector<std::string> paths;
#ifdef __linux__
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* into) {
        if (info->dlpi_name != nullptr && *info->dlpi_name != '\0') {
          static_cast<std::vector<std::string>*>(into)->emplace_back(
              info->dlpi_name);
        }
        return 0;
      },
      &paths);
#endif
  return paths;
}

std::string library_in_the_way(const std::vector<std::string>& libraries) {
  for (const std::string& path : libraries) {
    const std::string_view what = unforkable_part(path);
    if (!what.empty()) {
      return fmt::format("it has loaded {} ({})", what,
                         std::string_view(path).substr(path.rfind('/') + 1));
    }
  }
  return "";
}

std::string descriptor_in_the_way(
    const std::vector<open_descriptor>& descriptors) {
  for (const open_descriptor& given : descriptors) {
    for (const descriptor_kind& each : shared_kinds) {
      if (starts_with(given.target, each.start)) {
        return fmt::format("it has {} (descriptor {}, {})", each.what,
                           given.number, given.target);
      }
    }
  }
  return "";
}

}  // namespace

std::string why_not_to_fork(const fork_facts& given) {
  if (!given.are_known) {
    return "the system does not report its threads and open files";
  }
  if (given.has_thread_sanitizer) {
    return "it is compiled with ThreadSanitizer, which has threads";
  }
  if (given.threads > 1) {
    return fmt::format("it has {} threads", given.threads);
  }
  if (given.has_children) {
    return "it has started other processes";
  }
  if (!given.left_in_namespaces.empty()) {
    return fmt::format("its set-up has left {}", given.left_in_namespaces);
  }
  const std::string library = library_in_the_way(given.libraries);
  return library.empty() ? descriptor_in_the_way(given.descriptors) : library;
}

fork_facts facts_of_this_process(const std::string& own_directory) {
  fork_facts facts;
  facts.threads = number_in_status(0, "Threads");
  facts.are_known = facts.threads > 0;
  facts.has_children = has_children();
  facts.has_thread_sanitizer = has_thread_sanitizer();
  facts.libraries = loaded_libraries();
  for (open_descriptor& each : open_descriptors()) {
    const bool is_own = each.target == own_directory ||
                        starts_with(each.target, own_directory + "/") ||
                        is_lock_on_port(each.number);
    if (!is_own && !is_inherited(each.number)) {
      facts.descriptors.push_back(std::move(each));
    }
  }
  return facts;
}

}  // namespace parallel_testing
