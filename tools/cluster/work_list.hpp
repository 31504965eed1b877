// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tests of a run on several nodes, cut into units. An agent runs the tests
// of a unit with one ctest, so each unit costs one start of ctest. Agents take
// units that no other agent has begun, so small units late in the run keep all
// nodes busy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ctest/failed_tests.hpp"
#include "division/plan.hpp"

namespace parallel_testing::cluster {

struct unit {
  std::string id;    ///< a file name
  std::string node;  ///< whose list it belongs to
  std::vector<tools::numbered_test> tests;
};

/// The nodes that alone may claim some units, by the id of the unit.
using reserved_units = std::map<std::string, std::string>;

/// All units, those of one node in the order in which it takes them.
struct work_list {
  std::vector<std::string> nodes;
  std::vector<unit> units;
  reserved_units reserved;             ///< in the first round
  std::vector<std::string> arguments;  ///< of `run`, for each agent
  bool needs_outputs = false;          ///< also those of tests that pass
  /// Agents end when no unit is left to claim, without an order.
  bool leaves_when_idle = false;
  std::string build;
  std::string run_id;
  /// Of the agents that may read it: others were started earlier, and are not
  /// needed. 0: those of an array.
  int start = 0;
};

/// JSON. parse_work_list() throws tools::record_error for any other text.
[[nodiscard]] std::string to_text(const work_list& work);
[[nodiscard]] work_list parse_work_list(const std::string& text);

/// How large units are, in time with all workers of a node busy.
struct unit_sizes {
  std::int64_t workers = 1;  ///< of one node
  std::int64_t least_ms = 1000;
  std::int64_t most_ms = 10'000;
};

/// The units of one node. `groups` have tests that must run together, with
/// their time. Longest groups first; a unit is a quarter of what is left,
/// within the limits. Pure.
struct timed_group {
  std::vector<std::size_t> tests;
  std::int64_t ms = 0;
};
[[nodiscard]] std::vector<std::vector<std::size_t>> cut_into_units(
    std::vector<timed_group> groups, const unit_sizes& sizes);

/// Cuts what a node that died had not ended into units of about as many tests
/// as a node begins at once: if the next node also dies, only these may have
/// run again. Tests that must run together stay so. Pure.
[[nodiscard]] std::vector<std::vector<std::size_t>> cut_into_small_units(
    const std::vector<division::timed_test>& tests, std::size_t workers);

/// All units, from a division of the tests by time. `numbers` are those of
/// CTest. Pure.
[[nodiscard]] std::vector<unit> make_units(
    const std::vector<division::timed_test>& tests,
    const std::vector<int>& numbers, const std::vector<std::string>& nodes,
    const unit_sizes& sizes);

/// The order in which the agent of `node` tries to claim units: its own first,
/// then those of the others, from the end of each list. Pure.
[[nodiscard]] std::vector<std::size_t> claim_order(
    const std::vector<unit>& units, const std::string& node);

/// Whether the agent of `node` may claim the unit. Pure.
[[nodiscard]] bool may_claim(const reserved_units& reserved,
                             const std::string& unit, const std::string& node);

}  // namespace parallel_testing::cluster
