// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The capacities that ctest distributes, and whether it granted more than there
// is.
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

/// The number of slots of each resource, by capacity and id.
using resource_spec =
    std::map<std::pair<std::string, std::string>, std::int64_t>;
/// Resource specs by path.
using resource_specs = std::map<std::string, resource_spec>;

/// Parses a resource spec file of ctest, version 1. Throws record_error.
[[nodiscard]] resource_spec parse_resource_spec(std::string_view text);

/// Loads the specs that the allocations in `log` name. For a spec that cannot
/// be read, adds a problem to the log: what it limits cannot be judged.
[[nodiscard]] resource_specs load_resource_specs(event_log& log);

/// When `newcomer` was granted, `slots` of a resource were in use together,
/// more than its `limit`.
struct excess {
  std::size_t first = 0;     ///< index of the grant that lasted longest
  std::size_t newcomer = 0;  ///< index of a grant
  std::int64_t slots = 0;
  std::int64_t limit = 0;
};

/// Does not judge grants whose spec is not in `specs`. A resource that its spec
/// does not name has 0 slots. Pure, O(n log n).
[[nodiscard]] std::vector<excess> find_excesses(const timeline& history,
                                                const resource_specs& specs);

}  // namespace parallel_testing::tools
