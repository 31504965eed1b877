// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which sockets belong to servers that all tests use. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sharing/rules.hpp"

namespace parallel_testing::tools::sharing_rules {

/// A use of a port by one test, without those that the kernel chose.
struct port_use {
  std::size_t test = 0;
  const touched_resource* touched = nullptr;
  endpoint where;
};

using port_key = std::pair<std::string, std::int64_t>;  ///< protocol, number

/// What the tests do with ports and with sockets that are servers.
class server_uses {
 public:
  explicit server_uses(const observation& of);

  [[nodiscard]] const std::map<port_key, std::vector<port_use>>& ports() const {
    return ports_;
  }
  /// The database at a port or socket to which tests connect; "" if it is not
  /// one. A server that a fixture starts is one also.
  [[nodiscard]] std::string database(const observed::resource& what) const;
  /// Whether the set-up of a fixture binds it.
  [[nodiscard]] bool is_of_fixture(const observed::resource& what) const;

 private:
  [[nodiscard]] bool is_bound_by_tests(const observed::resource& what) const;

  std::map<port_key, std::vector<port_use>> ports_;
  std::map<port_key, std::vector<endpoint>> bound_by_set_ups_;
  std::map<port_key, std::vector<endpoint>> bound_by_tests_;
  std::unordered_set<std::string_view> sockets_of_set_ups_;
  std::unordered_set<std::string_view> sockets_of_tests_;
};

}  // namespace parallel_testing::tools::sharing_rules
