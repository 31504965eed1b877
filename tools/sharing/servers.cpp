// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/servers.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::chance;
using observed::resource;
using observed::resource_kind;
using observed::use;

constexpr const char* fixture_server = "server";

endpoint endpoint_of(const touched_resource& touched) {
  endpoint result;
  result.address = plain_address(touched.what.address);
  for (const observed::touch& each : touched.touches) {
    result.what |= bit(each.how);
  }
  result.only_version_6 = touched.what.only_version_6 != 0;
  result.what &= bit(use::bind) | bit(use::connect) | bit(use::listen);
  return result;
}

bool is_kernel_chosen(const resource& what) {
  return what.meeting == chance::kernel || what.port == 0;
}

bool meets_any(const std::vector<endpoint>& bound, const endpoint& other) {
  return std::any_of(bound.begin(), bound.end(), [&](const endpoint& each) {
    return meeting_at_bound(each, other) == meeting::always;
  });
}

bool binds(const touched_resource& touched) {
  return has_any(effects_of(touched), bit(use::bind));
}

endpoint client_at(const resource& what) {
  return {plain_address(what.address), bit(use::connect)};
}

}  // namespace

server_uses::server_uses(const observation& of) {
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    const watched_test& test = of.tests[at];
    const bool is_set_up = !test.fixtures_setup.empty();
    std::set<port_key> chosen;
    std::vector<std::pair<port_key, port_use>> own;
    for (const touched_resource& each : test.record.resources) {
      if (is_never_shared(each.what, test, of.build)) {
        continue;
      }
      if (each.what.kind != resource_kind::port) {
        if (binds(each)) {
          (is_set_up ? sockets_of_set_ups_ : sockets_of_tests_)
              .insert(each.what.canonical);
        }
        continue;
      }
      const port_key key{each.what.protocol, each.what.port};
      const endpoint where = endpoint_of(each);
      const bool is_bound = has_any(where.what, bit(use::bind));
      if (is_set_up && is_bound && each.what.port != 0) {
        bound_by_set_ups_[key].push_back(where);
      }
      if (is_kernel_chosen(each.what)) {
        chosen.insert(key);
      } else if (where.what != 0) {
        own.push_back({key, {at, &each, where}});
      }
    }
    for (auto& [key, each] : own) {
      // It connects to its own port, perhaps by another address.
      if (chosen.count(key) == 0) {
        ports_[key].push_back(std::move(each));
      }
    }
  }
  // What a set-up binds is not a port of the tests.
  for (const auto& [key, uses] : ports_) {
    for (const port_use& each : uses) {
      if (has_any(each.where.what, bit(use::bind)) &&
          of.tests[each.test].fixtures_setup.empty()) {
        bound_by_tests_[key].push_back(each.where);
      }
    }
  }
}

bool server_uses::is_of_fixture(const resource& what) const {
  if (what.kind != resource_kind::port) {
    return sockets_of_set_ups_.count(what.canonical) != 0;
  }
  const auto found = bound_by_set_ups_.find({what.protocol, what.port});
  return found != bound_by_set_ups_.end() &&
         meets_any(found->second, client_at(what));
}

bool server_uses::is_bound_by_tests(const resource& what) const {
  if (what.kind != resource_kind::port) {
    return sockets_of_tests_.count(what.canonical) != 0;
  }
  const auto found = bound_by_tests_.find({what.protocol, what.port});
  return found != bound_by_tests_.end() &&
         meets_any(found->second, client_at(what));
}

std::string server_uses::database(const resource& what) const {
  if (is_bound_by_tests(what)) {
    return "";
  }
  const std::string_view known = database_at(what);
  if (!known.empty()) {
    return std::string(known);
  }
  return is_of_fixture(what) ? fixture_server : "";
}

}  // namespace parallel_testing::tools::sharing_rules
