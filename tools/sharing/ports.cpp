// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ports, and the servers at ports and sockets.
#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "lib/src/base/text.hpp"
#include "sharing/groups.hpp"
#include "sharing/servers.hpp"
#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource;
using observed::resource_kind;
using observed::use;

/// Of uses that are sorted by test.
member& member_for(std::vector<member>& members, std::size_t test) {
  if (members.empty() || members.back().test != test) {
    members.push_back({test, {}});
  }
  return members.back();
}

/// The widest address that a test binds stands for all.
bool represents_better(const endpoint& one, const endpoint& other) {
  const auto rank = [](const endpoint& each) {
    const bool is_bound = has_any(each.what, bit(use::bind));
    return (is_bound ? 2 : 0) + (is_wildcard(each.address) ? 1 : 0);
  };
  if (rank(one) != rank(other)) {
    return rank(one) > rank(other);
  }
  return one.address < other.address;
}

/// The address that stands for all of a port; one that meets another one, if
/// there is one.
const port_use* widest(const std::map<endpoint, const port_use*>& endpoints) {
  const auto meets = [&](const endpoint& one) {
    return std::any_of(
        endpoints.begin(), endpoints.end(), [&](const auto& other) {
          return other.first != one &&
                 ((has_any(one.what, bit(use::bind)) &&
                   meeting_at_bound(one, other.first) != meeting::never) ||
                  (has_any(other.first.what, bit(use::bind)) &&
                   meeting_at_bound(other.first, one) != meeting::never));
        });
  };
  auto best = endpoints.begin();
  bool best_meets = meets(best->first);
  for (auto each = std::next(best); each != endpoints.end(); ++each) {
    const bool each_meets = meets(each->first);
    if (each_meets != best_meets
            ? each_meets
            : represents_better(each->first, best->first)) {
      best = each;
      best_meets = each_meets;
    }
  }
  return best->second;
}

bool declares_a_database(const watched_test& test) {
  return std::any_of(
      test.markers.begin(), test.markers.end(), [](const std::string& each) {
        return each == "database" || starts_with(each, "database:");
      });
}

/// The port of a local PostgreSQL server, which is the name of its socket in
/// one of the usual directories; "" for other sockets.
std::string port_of_usual_socket(std::string_view path) {
  constexpr std::string_view start = "/.s.PGSQL.";
  for (const std::string_view directory :
       {"/tmp", "/run/postgresql", "/var/run/postgresql"}) {
    if (starts_with(path, directory) &&
        starts_with(path.substr(directory.size()), start)) {
      return std::string(path.substr(directory.size() + start.size()));
    }
  }
  return "";
}

/// One server has several addresses: 127.0.0.1, ::1, and a socket.
std::string server_key(const resource& what, const std::string& database) {
  if (what.kind != resource_kind::port) {
    const std::string port = port_of_usual_socket(what.canonical);
    return port.empty() ? what.canonical : database + ":" + port;
  }
  const std::string address = plain_address(what.address);
  const bool is_local = is_loopback(address) || is_wildcard(address);
  return (is_local ? database : database + "@" + address) + ":" +
         std::to_string(what.port);
}

/// Also a connection that fails: the server may run another time.
effects uses_of_server(const touched_resource& touched) {
  effects result = 0;
  for (const observed::touch& each : touched.touches) {
    result |= bit(each.how);
  }
  return result & (bit(use::connect) | bit(use::bind));
}

bool is_better_name(const resource& one, const resource& other) {
  const bool is_port = one.kind == resource_kind::port;
  const bool other_is_port = other.kind == resource_kind::port;
  return is_port != other_is_port ? is_port : one.canonical < other.canonical;
}

}  // namespace

void add_ports(std::vector<group>& to, const server_uses& servers) {
  for (const auto& [key, uses] : servers.ports()) {
    group made;
    made.of = nature::port;
    made.kind = category::ports;
    std::map<endpoint, const port_use*> endpoints;
    for (const port_use& each : uses) {
      if (!servers.database(each.touched->what).empty()) {
        continue;
      }
      manner& how = member_for(made.members, each.test).how;
      how.what |= each.where.what;
      how.endpoints.push_back(each.where);
      endpoints.emplace(each.where, &each);
    }
    if (made.members.size() < 2) {
      continue;
    }
    for (member& each : made.members) {
      std::sort(each.how.endpoints.begin(), each.how.endpoints.end());
    }
    made.what = widest(endpoints)->touched->what;
    to.push_back(std::move(made));
  }
}

void add_databases(std::vector<group>& to, const observation& of,
                   const server_uses& servers) {
  std::map<std::string, group> found;
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    const watched_test& test = of.tests[at];
    for (const touched_resource& each : test.record.resources) {
      const effects what = uses_of_server(each);
      if (what == 0 || is_never_shared(each.what, test, of.build)) {
        continue;
      }
      const std::string database = servers.database(each.what);
      if (database.empty()) {
        continue;
      }
      const auto [entry, is_new] =
          found.try_emplace(server_key(each.what, database));
      group& made = entry->second;
      if (is_new) {
        made.of = nature::database;
        made.kind = category::database;
        made.database = database;
        made.what = each.what;
      } else if (is_better_name(each.what, made.what)) {
        made.what = each.what;
      }
      manner& how = member_for(made.members, at).how;
      how.what |= what;
      how.is_declared = declares_a_database(test);
    }
  }
  for (auto& [key, made] : found) {
    if (made.members.size() > 1) {
      to.push_back(std::move(made));
    }
  }
}

}  // namespace parallel_testing::tools::sharing_rules
