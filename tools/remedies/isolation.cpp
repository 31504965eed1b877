// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/isolation.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools {

namespace {

using observed::resource_kind;
using observed::use;

constexpr std::string_view shared_tmp = "/tmp";

bool does(const touched_resource& touched, use how) {
  return std::any_of(
      touched.touches.begin(), touched.touches.end(),
      [how](const observed::touch& each) { return each.how == how; });
}

bool is_address(const observed::resource& what) {
  return what.kind == resource_kind::port ||
         what.kind == resource_kind::abstract_socket;
}

using address =
    std::tuple<resource_kind, std::string, std::int64_t, std::string>;

/// The same for all addresses of one port.
address address_of(const observed::resource& what) {
  const bool is_port = what.kind == resource_kind::port;
  return {what.kind, what.protocol, what.port, is_port ? "" : what.canonical};
}

/// Whether the test itself created all directories between `root` and the path.
bool creates_directories_of(const all_uses& uses, const std::string& path,
                            std::string_view root, std::size_t test) {
  for (std::string_view at = directory_of(path); at.size() > root.size();
       at = directory_of(at)) {
    const touched_resource* touched = uses.of_test(std::string(at), test);
    if (!touched || !(does(*touched, use::create) ||
                      does(*touched, use::create_exclusive))) {
      return false;
    }
  }
  return true;
}

template <class Predicate>
bool fits(const observation& of, const all_uses& uses, std::string_view root,
          std::size_t test, Predicate is_hidden) {
  const auto& resources = of.tests[test].record.resources;
  return std::none_of(
      resources.begin(), resources.end(), [&](const touched_resource& each) {
        const std::string& path = each.what.canonical;
        return has_path(each.what) && is_in(path, root) && path != root &&
               !sharing_rules::is_never_shared(each.what, of.tests[test],
                                               of.build) &&
               is_hidden(path) &&
               (needs_existing(each) ||
                (changes(each) &&
                 !creates_directories_of(uses, path, root, test)));
      });
}

}  // namespace

bool is_hidden_by_private_tmp(const observation& of, const std::string& path,
                              std::size_t test) {
  const watched_test& watched = of.tests[test];
  const observed::header& head = watched.record.head;
  const std::string_view program =
      watched.executable.empty() && !head.command.empty()
          ? std::string_view(head.command.front())
          : std::string_view(watched.executable);
  return is_in(path, shared_tmp) && path != shared_tmp &&
         !is_in(path, of.build) && !is_in(path, of.source) &&
         !is_in(path, head.working_directory) &&
         !is_in(path, directory_of(program));
}

bool fits_private_tmp(const observation& of, const all_uses& uses,
                      std::size_t test) {
  return fits(of, uses, shared_tmp, test, [&](const std::string& path) {
    return is_hidden_by_private_tmp(of, path, test);
  });
}

bool fits_empty_directory(const observation& of, const all_uses& uses,
                          std::string_view directory, std::size_t test) {
  return fits(of, uses, directory, test,
              [](const std::string&) { return true; });
}

bool fits_network(const record_of_test& record) {
  std::set<address> bound;
  const auto is_bound = [&](const observed::resource& what) {
    const auto [kind, protocol, port, name] = address_of(what);
    // getaddrinfo() connects UDP sockets to the addresses of a TCP service,
    // which sends nothing, to sort them.
    return bound.count({kind, protocol, port, name}) > 0 ||
           (protocol == "udp" && bound.count({kind, "tcp", port, name}) > 0);
  };
  for (const touched_resource& each : record.resources) {
    if (does(each, use::bind) || does(each, use::listen)) {
      bound.insert(address_of(each.what));
    }
  }
  return std::all_of(record.resources.begin(), record.resources.end(),
                     [&](const touched_resource& each) {
                       return !is_address(each.what) ||
                              !does(each, use::connect) || is_bound(each.what);
                     });
}

bool is_ipc(const observed::resource& what) {
  return what.kind == resource_kind::shared_memory ||
         what.kind == resource_kind::semaphores ||
         what.kind == resource_kind::message_queue ||
         what.kind == resource_kind::posix_name ||
         (has_path(what) && is_in(what.canonical, "/dev/shm"));
}

bool fits_ipc(const record_of_test& record) {
  return std::none_of(record.resources.begin(), record.resources.end(),
                      [](const touched_resource& each) {
                        return is_ipc(each.what) && needs_existing(each);
                      });
}

}  // namespace parallel_testing::tools
