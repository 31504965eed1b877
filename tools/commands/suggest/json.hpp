// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "commands/suggest/prove.hpp"
#include "commands/suggest/report.hpp"

namespace parallel_testing::suggest_command {

/// The number of pairs of each resource that json_of() lists. It gives the
/// number of the others.
inline constexpr std::size_t most_json_pairs = 10'000;

/// Schema version 1: {"version", "outcome", "build", "source", "uses_module",
/// "start_ns", "jobs", "tests", "resources", "suggestions", "unhelped",
/// "alone", "uncertain", "forecast"}. `outcome` is `finding` if there is a
/// strong conflict, else `pass`. Resources name suggestions, and suggestions
/// resources, by their indices. With a proof, also "proof": {"outcome",
/// "tests", "serial_s", "rounds_s", "different", "failing"}. Pure.
[[nodiscard]] std::string json_of(const report& given,
                                  const std::optional<proof>& shown = {});

}  // namespace parallel_testing::suggest_command
