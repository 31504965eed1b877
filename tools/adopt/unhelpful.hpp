// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which suggestions did not help, and are taken back one by one. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "adopt/plan.hpp"
#include "adopt/report.hpp"
#include "observed/observation.hpp"
#include "remedies/remedies.hpp"

namespace parallel_testing::tools {

/// The isolations of tests that stay in add_test(), by the names of the tests.
[[nodiscard]] needed_markers markers_of_plain_tests(const observation& of,
                                                    const remedy_plan& plan);

/// Removes what parallel_add_test() does for these tests from the plan.
void leave_out_marked(const observation& of, const needed_markers& marked,
                      remedy_plan& plan);

/// The private directories and isolations of tests that passed alone without
/// them, and failed with them.
[[nodiscard]] std::set<refused_remedy> failed_isolations(
    const observation& of, const remedy_plan& plan, const measured_suite& with);

/// The indices of suggestions all of whose tests failed in all parallel rounds.
[[nodiscard]] std::vector<std::size_t> useless_suggestions(
    const observation& of, const remedy_plan& plan, const measured_suite& with);

/// What a suggestion is known by when remedies are chosen again.
[[nodiscard]] std::string key_of(const observation& of,
                                 const suggestion& which);

/// "a lock (marker port:8080) for 3 tests, first 'Shop.Opens'". Tests of
/// add_test() get a lock instead of a namespace.
[[nodiscard]] std::string words_of(const observation& of,
                                   const suggestion& which);

/// A sentence for each kind of the refused remedies.
[[nodiscard]] std::vector<std::string> words_of(
    const std::set<refused_remedy>& refused);

/// The items, of `count`, with which `works` returns false although it returns
/// true without them. `works` gets the items that are used. Tries halves, so
/// that few items cost few tries.
[[nodiscard]] std::vector<std::size_t> failing_items(
    std::size_t count,
    const std::function<bool(const std::vector<bool>& used)>& works);

}  // namespace parallel_testing::tools
