// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PORT_RANGE_HPP
#define PARALLEL_TESTING_SRC_PORT_RANGE_HPP

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace parallel_testing {

/// First and last port, both included.
using port_interval = std::pair<std::uint16_t, std::uint16_t>;

/// Where to reserve: the part of `wanted` that lies outside of the ephemeral
/// ports, or else the larger piece outside of them from 10000 to 65535, or
/// else `wanted`. `ephemeral` is the content of ip_local_port_range ("32768
/// 60999", see ip(7)), "" when unknown.
port_interval usable_ports(port_interval wanted, std::string_view ephemeral);

/// The ports of ip_local_reserved_ports: "8080,9148-9150".
std::set<std::uint16_t> reserved_by_system(std::string_view text);

}  // namespace parallel_testing

#endif
