// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names of conclusions and remedies, and phrases about tests and resources. For
// every command that prints what tests share. Pure. Texts may contain names of
// the tested project with any bytes: pass them through cli::one_line().
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "remedies/remedies.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {

/// Stable names, for programs: `global_state`, `strong`, `private_directory`.
[[nodiscard]] const char* to_text(tools::category kind);
[[nodiscard]] const char* to_text(tools::strength rank);
[[nodiscard]] const char* to_text(tools::relation how);
[[nodiscard]] const char* to_text(tools::lone_kind kind);
[[nodiscard]] const char* to_text(tools::remedy_kind kind);

/// `1 test`, `14 tests`.
[[nodiscard]] std::string count_text(std::size_t count, const char* noun);

/// `Store.Add, Store.Clear and 9 more`; at most `most` names.
[[nodiscard]] std::string names_text(const tools::observation& of,
                                     const std::vector<std::size_t>& tests,
                                     std::size_t most);

/// `14 tests of Store` if the names of all begin with that suite, `14 tests` if
/// not, and the name of a single test.
[[nodiscard]] std::string group_text(const tools::observation& of,
                                     const std::vector<std::size_t>& tests);

/// The tests of all roles, sorted.
[[nodiscard]] std::vector<std::size_t> tests_of(
    const tools::shared_resource& resource);

[[nodiscard]] bool is_strong(const tools::shared_resource& resource);

/// `orders.db in the working directory`, `TCP port 8080`, `the host name`.
[[nodiscard]] std::string resource_text(const tools::observation& of,
                                        const tools::shared_resource& resource);

/// `14 tests of Store write orders.db in the working directory`.
[[nodiscard]] std::string cause_text(const tools::observation& of,
                                     const tools::shared_resource& resource);

/// `WORKING_DIRECTORY PRIVATE VISIBLE_FILES data/prices.csv`, or the marker.
[[nodiscard]] std::string remedy_text(const tools::suggestion& remedy);

/// The marker of a suggestion as a source of this framework has it.
struct source_marker {
  std::string framework;  ///< its name: `doctest`
  std::string text;
};

/// One for each framework of the tests, in their order. None for tests whose
/// framework is not known, or if the suggestion is not a marker.
[[nodiscard]] std::vector<source_marker> markers_in_sources(
    const tools::observation& of, const tools::suggestion& remedy);

/// Indices in remedy_plan::suggestions of those for this index in
/// sharing::shared.
[[nodiscard]] std::vector<std::size_t> remedies_for(
    const tools::remedy_plan& plan, std::size_t resource);

}  // namespace parallel_testing::suggest_command
