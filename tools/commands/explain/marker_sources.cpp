// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/explain/marker_sources.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace parallel_testing::explain_command {
namespace {

constexpr std::string_view filter_flag = "--gtest_filter=";

std::string_view without_flag(std::string_view argument) {
  if (argument.starts_with(filter_flag)) {
    argument.remove_prefix(filter_flag.size());
  }
  return argument;
}

bool has_argument(const io::listed_test& test, std::string_view wanted) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](std::string_view argument) {
                       return without_flag(argument) == wanted;
                     });
}

/// `@0+344:<path>`, or with `!` behind the length. The path may be written in
/// another way; the name of the file is its target's alone.
bool refers_to(const io::listed_test& test, const std::string& reference,
               std::string_view file) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](std::string_view argument) {
                       argument = without_flag(argument);
                       return (argument.starts_with(reference + ":") ||
                               argument.starts_with(reference + "!:")) &&
                              argument.substr(argument.rfind('/') + 1) == file;
                     });
}

void add(std::vector<marker_source>& into,
         const std::vector<std::string>& markers, const std::string& place) {
  for (const std::string& marker : markers) {
    const marker_source made{marker, place};
    if (std::find(into.begin(), into.end(), made) == into.end()) {
      into.push_back(made);
    }
  }
}

void add_case(std::vector<marker_source>& into,
              const io::discovered_case& given,
              const io::discovered_target& target) {
  add(into, given.markers, given.place);
  add(into, target.markers, target.call);
  for (const io::discovered_mark& mark : target.marks) {
    if (matches(given.name, mark.glob) ||
        matches(given.shown_name, mark.glob)) {
      add(into, mark.markers,
          fmt::format("parallel_mark_tests(\"{}\") in {}", mark.glob,
                      mark.file));
    }
  }
}

const io::discovered_unit* unit_in(const io::discovered_target& target,
                                   const io::listed_test& test) {
  for (const io::discovered_unit& unit : target.units) {
    if (refers_to(test, unit.reference, target.units_file)) {
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

bool matches(std::string_view text, std::string_view glob) {
  std::size_t at = 0;
  std::size_t in_glob = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;
  while (at < text.size()) {
    if (in_glob < glob.size() && glob[in_glob] == '*') {
      star = in_glob++;
      after_star = at;
    } else if (in_glob < glob.size() &&
               (glob[in_glob] == '?' || glob[in_glob] == text[at])) {
      ++in_glob;
      ++at;
    } else if (star != std::string_view::npos) {
      in_glob = star + 1;
      at = ++after_star;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

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
