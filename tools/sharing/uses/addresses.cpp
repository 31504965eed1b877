// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/uses/addresses.hpp"

#include <array>
#include <string_view>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::use;

constexpr const char* any_version_4 = "0.0.0.0";
constexpr const char* any_version_6 = "::";

bool is_version_6(std::string_view address) {
  return address.find(':') != std::string_view::npos;
}

/// An address of a local network, which may be that of this machine.
bool is_of_a_local_network(std::string_view address) {
  constexpr std::array starts{"10.",   "192.168.", "169.254.",
                              "fe80:", "fc",       "fd"};
  for (const std::string_view each : starts) {
    if (starts_with(address, each)) {
      return each.size() > 2 || is_version_6(address);
    }
  }
  constexpr std::string_view start = "172.";
  if (!starts_with(address, start)) {
    return false;
  }
  const std::string_view rest = address.substr(start.size());
  const auto second = whole_number(rest.substr(0, rest.find('.')), 255);
  return second && *second >= 16 && *second <= 31;
}

bool covers(const endpoint& wildcard, std::string_view other) {
  if (wildcard.address == any_version_4) {
    return !is_version_6(other);
  }
  return wildcard.address == any_version_6 &&
         (is_version_6(other) || !wildcard.only_version_6);
}

}  // namespace

std::string plain_address(const std::string& address) {
  constexpr std::string_view mapped = "::ffff:";
  const std::string without_zone = address.substr(0, address.find('%'));
  const bool is_mapped = starts_with(without_zone, mapped) &&
                         without_zone.find('.') != std::string::npos;
  return is_mapped ? without_zone.substr(mapped.size()) : without_zone;
}

bool is_wildcard(const std::string& address) {
  return address == any_version_4 || address == any_version_6;
}

bool is_loopback(const std::string& address) {
  return address == "::1" ||
         (starts_with(address, "127.") && !is_version_6(address));
}

meeting meeting_at_bound(const endpoint& bound, const endpoint& other) {
  if (bound.address == other.address) {
    return meeting::always;
  }
  const bool other_is_bound = has_any(other.what, bit(use::bind));
  // A connection to a wildcard goes to the loopback address.
  if (is_wildcard(other.address)) {
    const bool meets = other_is_bound ? covers(other, bound.address)
                                      : is_loopback(bound.address) ||
                                            is_wildcard(bound.address);
    if (meets) {
      return meeting::always;
    }
  }
  if (!is_wildcard(bound.address) || !covers(bound, other.address)) {
    return meeting::never;
  }
  if (other_is_bound || is_loopback(other.address)) {
    return meeting::always;
  }
  return is_of_a_local_network(other.address) ? meeting::perhaps
                                              : meeting::never;
}

}  // namespace parallel_testing::tools::sharing_rules
