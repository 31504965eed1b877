// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which calls of a project change, how, and which stay. One call may serve many
// tests: it changes only if the change is right for all of them. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adopt/patch.hpp"
#include "adopt/shapes.hpp"
#include "adopt/survey.hpp"

namespace parallel_testing::tools {

/// What did not help, by target, with the reason.
struct taken_back {
  std::map<std::string, std::string> registrations{};
  std::map<std::string, std::string> adapters{};
};

struct planned_step {
  source_place at;
  std::string what;    ///< "gtest_discover_tests(shop_test)"
  std::string reason;  ///< a sentence without a full stop
};

/// What is left to a person.
struct left_over {
  source_place at;
  std::string what;
  std::string reason;
};

/// Markers of tests that stay as they are, by their names. Only the launcher
/// can do what these markers mean, so add_test() cannot.
using needed_markers = std::map<std::string, std::set<std::string>>;

struct adoption_plan {
  std::map<std::string, std::vector<text_edit>> edits{};  ///< by absolute path
  std::vector<planned_step> steps{};
  std::vector<left_over> left{};
  std::set<std::string> targets{};   ///< whose cases become tests
  std::set<std::string> adapters{};  ///< those of them that get an adapter
  needed_markers marked{};           ///< tests that parallel_add_test() adds
};

/// The commands that the plan must know of in a trace.
[[nodiscard]] const std::set<std::string>& commands_to_trace();

/// The framework whose cases a function of CMake registers.
[[nodiscard]] std::optional<framework> registered_framework(
    std::string_view command);

[[nodiscard]] adoption_plan plan_adoption(const survey& of,
                                          const taken_back& without,
                                          const package_source& from,
                                          const needed_markers& markers = {});

}  // namespace parallel_testing::tools
