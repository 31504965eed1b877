// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/explain/marker_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.hpp"

namespace parallel_testing::explain_command {
namespace {

bool has_argument(const io::listed_test& test, std::string_view selector) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](const std::string& argument) {
                       return io::selector_in(argument) == selector;
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

void add_case(std::vector<marker_source>& into,
              const io::discovered_case& given,
              const io::discovered_target& target) {
  add(into, given.markers, given.place);
  add(into, target.markers, target.call);
  for (const io::discovered_mark& mark : target.marks) {
    if (matches_glob(given.name, mark.glob) ||
        matches_glob(given.shown_name, mark.glob)) {
      add(into, mark.markers,
          fmt::format("parallel_mark_tests(\"{}\") in {}", mark.glob,
                      mark.file));
    }
  }
}

const io::discovered_unit* unit_in(const io::discovered_target& target,
                                   const io::listed_test& test) {
  std::vector<std::string> selectors;
  for (const std::string& argument : test.command) {
    selectors.push_back(io::selector_in(argument));
  }
  for (const io::discovered_unit& unit : target.units) {
    if (std::find(selectors.begin(), selectors.end(),
                  io::unit_selector(target, unit)) != selectors.end()) {
      return &unit;
    }
  }
  return nullptr;
}

/// Two directories may have a test of one name.
const io::added_test* added_as(const io::listed_test& test,
                               const std::vector<io::added_test>& added) {
  const io::added_test* found = nullptr;
  for (const io::added_test& each : added) {
    if (each.name == test.name && (!found || each.file == test.file)) {
      found = &each;
    }
  }
  return found;
}

/// ctest knows the line of the call, CMake itself does not.
std::string place_of(const io::added_test& added, const io::listed_test& test) {
  return fmt::format(
      "parallel_add_test({}) in {}", added.name,
      test.line > 0 ? fmt::format("{}:{}", test.file, test.line) : added.file);
}

}  // namespace

std::vector<marker_source> markers_of(const io::listed_test& test,
                                      const io::discovery& known) {
  std::vector<marker_source> sources;
  for (const io::discovered_target& target : known.targets) {
    if (!has_argument(test, target.executable)) {
      continue;
    }
    if (const io::discovered_unit* unit = unit_in(target, test)) {
      for (const io::discovered_case& each : unit->cases) {
        add_case(sources, each, target);
      }
      continue;
    }
    for (const io::discovered_case& each : target.cases) {
      if (has_argument(test, each.selector)) {
        add_case(sources, each, target);
        break;
      }
    }
  }
  if (const io::added_test* added = added_as(test, known.added)) {
    add(sources, added->markers, place_of(*added, test));
  }
  return sources;
}

std::vector<marker_source> markers_of(const case_in_unit& given) {
  std::vector<marker_source> sources;
  add_case(sources, *given.self, *given.target);
  return sources;
}

const io::discovered_unit* unit_of(const io::listed_test& test,
                                   const io::discovery& known) {
  for (const io::discovered_target& target : known.targets) {
    if (const io::discovered_unit* unit = unit_in(target, test)) {
      return unit;
    }
  }
  return nullptr;
}

}  // namespace parallel_testing::explain_command
