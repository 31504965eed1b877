// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/resource.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>

namespace parallel_testing::tools {
namespace {

constexpr std::array kind_names{"worker", "run",       "lock",
                                "port",   "directory", "core"};

}  // namespace

std::string to_text(const held_resource& given) {
  return fmt::format("{} {}", kind_names[static_cast<std::size_t>(given.kind)],
                     given.name);
}

held_resource port_resource(std::int64_t port, port_protocol protocol) {
  return {held_kind::port, fmt::format("{}/{}", port, to_text(protocol))};
}

std::vector<held_resource> lock_resources(const std::string& key,
                                          const std::string& run) {
  constexpr std::string_view port_prefix = "port:";
  if (key == "run") {
    return {{held_kind::run, run}};
  }
  if (key.starts_with(port_prefix)) {
    const std::string port = key.substr(port_prefix.size());
    return {{held_kind::port, port + "/tcp"}, {held_kind::port, port + "/udp"}};
  }
  return {{held_kind::lock, key}};
}

std::optional<std::int64_t> slot_index(const std::string& worker) {
  constexpr std::string_view slot_prefix = "gw";
  if (!worker.starts_with(slot_prefix)) {
    return std::nullopt;
  }
  const std::string_view digits =
      std::string_view(worker).substr(slot_prefix.size());
  const char* end = digits.data() + digits.size();
  std::int64_t index = 0;
  const auto parsed = std::from_chars(digits.data(), end, index);
  if (parsed.ec != std::errc() || parsed.ptr != end || index < 0) {
    return std::nullopt;
  }
  return index;
}

}  // namespace parallel_testing::tools
