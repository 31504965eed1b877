// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace parallel_testing {

/// The first and the last port, both included.
using port_interval = std::pair<std::uint16_t, std::uint16_t>;

/// The range from which to reserve ports: the larger part of `preferred`
/// outside the ephemeral ports, or else the larger part of 10000 to 65535
/// outside them, or else `preferred`. `ephemeral` is the content of
/// ip_local_port_range ("32768 60999", see ip(7)), "" when unknown.
port_interval usable_ports(port_interval preferred, std::string_view ephemeral);

/// The ports of ip_local_reserved_ports: "8080,9148-9150".
std::set<std::uint16_t> reserved_by_system(std::string_view text);

}  // namespace parallel_testing
