// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Things that a process can hold, named so that two holds exclude each other
// exactly if their resources are equal.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/event.hpp"

namespace parallel_testing::tools {

enum class held_kind { worker, run, lock, port, directory, core };

struct held_resource {
  held_kind kind = held_kind::lock;
  std::string name;

  auto operator<=>(const held_resource&) const = default;
};

/// `worker gw0`, `port 8080/tcp`, …
[[nodiscard]] std::string to_text(const held_resource& given);

[[nodiscard]] held_resource port_resource(std::int64_t port,
                                          port_protocol protocol);

/// The run lock `run` exists once per run, every other lock once per machine.
/// The lock of a fixed port (`port:8080`) names no protocol and therefore takes
/// both.
[[nodiscard]] std::vector<held_resource> lock_resources(const std::string& key,
                                                        const std::string& run);

/// The number of a worker slot; nothing for `master` or any other text.
[[nodiscard]] std::optional<std::int64_t> slot_index(const std::string& worker);

}  // namespace parallel_testing::tools
