// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How much there is of what ctest gives out, and whether it gave out more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "events/log_files.hpp"
#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// Slots of each resource, by capacity and id.
using resource_spec =
    std::map<std::pair<std::string, std::string>, std::int64_t>;
/// By path.
using resource_specs = std::map<std::string, resource_spec>;

/// Reads a resource spec file of ctest, version 1. Throws record_error.
[[nodiscard]] resource_spec parse_resource_spec(std::string_view text);

/// The specs that the allocations in `log` name. One that cannot be read is a
/// problem of the log: what it limits cannot be judged.
[[nodiscard]] resource_specs load_resource_specs(event_log& log);

/// With `newcomer`, `slots` of a resource that has `limit` were given out.
struct excess {
  std::size_t first = 0;     // index of the grant that lasted longest
  std::size_t newcomer = 0;  // index of a grant
  std::int64_t slots = 0;
  std::int64_t limit = 0;
};

/// Pure, O(n log n). Grants of a spec that is not in `specs` are not judged;
/// a resource that its spec does not have, has 0 slots.
[[nodiscard]] std::vector<excess> find_excesses(const timeline& history,
                                                const resource_specs& specs);

}  // namespace parallel_testing::tools
