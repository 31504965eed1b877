// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/marker_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {
namespace {

bool has_argument(const listed_test& test, std::string_view selector) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](const std::string& argument) {
                       return selector_in(argument) == selector;
                     });
}

void add(std::vector<marker_source>& into,
         const std::vector<std::string>& markers, const std::string& place) {
  for (const std::string& marker : markers) {
    const marker_source source{marker, place};
    if (std::find(into.begin(), into.end(), source) == into.end()) {
      into.push_back(source);
    }
  }
}

void add_case(std::vector<marker_source>& into, const discovered_case& given,
              const discovered_target& target) {
  add(into, given.markers, given.place);
  add(into, target.markers, target.call);
  for (const discovered_mark& mark : target.marks) {
    if (matches_glob(given.name, mark.glob) ||
        matches_glob(given.shown_name, mark.glob)) {
      add(into, mark.markers,
          fmt::format("parallel_mark_tests(\"{}\") in {}", mark.glob,
                      mark.file));
    }
  }
}

const discovered_unit* unit_in(const discovered_target& target,
                               const listed_test& test) {
  std::vector<std::string> selectors;
  for (const std::string& argument : test.command) {
    selectors.push_back(selector_in(argument));
  }
  for (const discovered_unit& unit : target.units) {
    if (std::find(selectors.begin(), selectors.end(),
                  unit_selector(target, unit)) != selectors.end()) {
      return &unit;
    }
  }
  return nullptr;
}

/// Finds the call for a test. Two directories may each have a test with the
/// same name.
const added_test* added_as(const listed_test& test,
                           const std::vector<added_test>& added) {
  const added_test* found = nullptr;
  for (const added_test& each : added) {
    if (each.name == test.name && (!found || each.file == test.file)) {
      found = &each;
    }
  }
  return found;
}

/// Only ctest knows the line of the call; CMake does not.
std::string place_of(const added_test& added, const listed_test& test) {
  return fmt::format(
      "parallel_add_test({}) in {}", added.name,
      test.line > 0 ? fmt::format("{}:{}", test.file, test.line) : added.file);
}

}  // namespace

std::vector<marker_source> markers_of(const listed_test& test,
                                      const discovery& known) {
  std::vector<marker_source> sources;
  for (const discovered_target& target : known.targets) {
    if (!has_argument(test, target.executable)) {
      continue;
    }
    if (const discovered_unit* unit = unit_in(target, test)) {
      for (const discovered_case& each : unit->cases) {
        add_case(sources, each, target);
      }
      continue;
    }
    for (const discovered_case& each : target.cases) {
      if (has_argument(test, each.selector)) {
        add_case(sources, each, target);
        break;
      }
    }
  }
  if (const added_test* added = added_as(test, known.added)) {
    add(sources, added->markers, place_of(*added, test));
  }
  return sources;
}

std::vector<marker_source> markers_of(const case_in_unit& given) {
  std::vector<marker_source> sources;
  add_case(sources, *given.self, *given.target);
  return sources;
}

const discovered_unit* unit_of(const listed_test& test,
                               const discovery& known) {
  for (const discovered_target& target : known.targets) {
    if (const discovered_unit* unit = unit_in(target, test)) {
      return unit;
    }
  }
  return nullptr;
}

}  // namespace parallel_testing::tools
