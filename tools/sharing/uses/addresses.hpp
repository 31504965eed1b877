// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether two sockets meet at one port. Pure.
#pragma once

#include <compare>
#include <string>

#include "sharing/uses/effects.hpp"

namespace parallel_testing::tools::sharing_rules {

/// What a test does at one address of a port.
struct endpoint {
  std::string address;  ///< without a zone, and IPv4 where it is mapped to IPv6
  effects what = 0;     ///< bind, connect, listen
  bool only_version_6 = false;  ///< bound to [::] without IPv4

  auto operator<=>(const endpoint&) const = default;
};

[[nodiscard]] std::string plain_address(const std::string& address);

[[nodiscard]] bool is_wildcard(const std::string& address);
[[nodiscard]] bool is_loopback(const std::string& address);

enum class meeting { never, perhaps, always };

/// Whether a socket that is bound to the one endpoint meets a socket that is
/// bound or connects to the other one.
[[nodiscard]] meeting meeting_at_bound(const endpoint& bound,
                                       const endpoint& other);

}  // namespace parallel_testing::tools::sharing_rules
