// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/marker_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools {
namespace {

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

/// Only ctest knows the line of the call; CMake does not.
std::string place_of_test(const added_test& added, const listed_test& test) {
  return fmt::format(
      "parallel_add_test({}) in {}", added.name,
      test.line > 0 ? fmt::format("{}:{}", test.file, test.line) : added.file);
}

}  // namespace

discovered_index::discovered_index(const discovery& known) : known_(known) {
  for (const discovered_target& target : known.targets) {
    content& made = targets_[&target];
    for (const discovered_case& each : target.cases) {
      made.cases[each.selector].push_back(&each);
    }
    for (const discovered_unit& unit : target.units) {
      made.units.emplace(unit_selector(target, unit), &unit);
    }
    by_executable_.emplace(target.executable, &target);
  }
  for (const added_test& each : known.added) {
    added_[each.name].push_back(&each);
  }
}

std::vector<const discovered_case*> discovered_index::cases_of(
    const discovered_target& target,
    const std::vector<std::string>& selectors) const {
  std::vector<const discovered_case*> result;
  const auto& cases = targets_.at(&target).cases;
  for (const std::string& selector : selectors) {
    if (const auto found = cases.find(selector); found != cases.end()) {
      result.insert(result.end(), found->second.begin(), found->second.end());
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

const discovered_unit* discovered_index::unit_of(
    const discovered_target& target,
    const std::vector<std::string>& selectors) const {
  const discovered_unit* first = nullptr;
  const auto& units = targets_.at(&target).units;
  for (const std::string& selector : selectors) {
    const auto found = units.find(selector);
    if (found != units.end() && (first == nullptr || found->second < first)) {
      first = found->second;
    }
  }
  return first;
}

const added_test* discovered_index::added_as(const listed_test& test) const {
  const auto calls = added_.find(test.name);
  if (calls == added_.end()) {
    return nullptr;
  }
  const added_test* found = nullptr;
  for (const added_test* each : calls->second) {
    if (found == nullptr || each->file == test.file) {
      found = each;
    }
  }
  return found;
}

const discovered_target* discovered_index::target_of(
    const std::string& executable) const {
  const auto found = by_executable_.find(executable);
  return found == by_executable_.end() ? nullptr : found->second;
}

std::vector<std::string> selectors_in(const listed_test& test) {
  std::vector<std::string> selectors;
  selectors.reserve(test.command.size());
  for (const std::string& argument : test.command) {
    selectors.push_back(selector_in(argument));
  }
  return selectors;
}

std::vector<marker_source> markers_of(const listed_test& test,
                                      const discovery& known) {
  return markers_of(test, discovered_index(known));
}

std::vector<marker_source> markers_of(const listed_test& test,
                                      const discovered_index& known) {
  std::vector<marker_source> sources;
  const std::vector<std::string> selectors = selectors_in(test);
  for (const discovered_target& target : known.all().targets) {
    const bool is_run = std::find(selectors.begin(), selectors.end(),
                                  target.executable) != selectors.end();
    if (!is_run) {
      continue;
    }
    if (const discovered_unit* unit = known.unit_of(target, selectors)) {
      for (const discovered_case& each : unit->cases) {
        add_case(sources, each, target);
      }
      continue;
    }
    const auto cases = known.cases_of(target, selectors);
    if (!cases.empty()) {
      add_case(sources, *cases.front(), target);
    }
  }
  if (const added_test* added = known.added_as(test)) {
    add(sources, added->markers, place_of_test(*added, test));
  }
  return sources;
}

std::vector<marker_source> markers_of(const case_in_unit& given) {
  std::vector<marker_source> sources;
  add_case(sources, *given.self, *given.target);
  return sources;
}

const discovered_unit* unit_of(const listed_test& test,
                               const discovered_index& known) {
  const std::vector<std::string> selectors = selectors_in(test);
  for (const discovered_target& target : known.all().targets) {
    if (const discovered_unit* unit = known.unit_of(target, selectors)) {
      return unit;
    }
  }
  return nullptr;
}

}  // namespace parallel_testing::tools
