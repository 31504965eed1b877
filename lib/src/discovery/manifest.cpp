// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/manifest.hpp"

#include <unordered_set>

#include "base/format.hpp"
#include "base/text.hpp"
#include "discovery/unit_file.hpp"
#include "markers/marker.hpp"

namespace parallel_testing {

namespace {

/// Whether the text can be an element of a CMake list: it cannot if it has an
/// unbalanced square bracket or ends with a backslash.
bool fits_a_list(std::string_view text) {
  if (!text.empty() && text.back() == '\\') {
    return false;
  }
  int open = 0;
  for (const char c : text) {
    if (c == '[') {
      ++open;
    }
    if (c == ']' && --open < 0) {
      return false;
    }
  }
  return open == 0;
}

/// Appends an element to a CMake list, with semicolons escaped by a backslash.
void append_element(std::string& list, std::string_view text) {
  for (const char c : text) {
    if (c == ';') {
      list += '\\';
    }
    list += c;
  }
}

std::string call(std::string_view command, std::string_view argument) {
  return fmt::format("{}({})\n", command, cmake_argument(argument));
}

std::string flags_of(const manifest_case& described) {
  if (described.is_unit) {
    return "[=[unit]=]";
  }
  std::string flags = described.disabled ? "disabled" : "";
  if (described.count > 1) {
    flags += fmt::format(" cases:{}", described.count);
  }
  return cmake_argument(flags);
}

manifest_case described(const listed_case& given) {
  manifest_case result;
  result.name = given.name;
  result.framework_name = given.framework_name;
  result.selector = given.selector;
  result.file = given.file;
  result.line = given.line;
  result.markers = joined_markers(given.markers);
  result.disabled = given.disabled;
  result.count = given.count;
  return result;
}

/// Reports cases of the same name, which the program that runs them could not
/// distinguish.
void check_members(const test_unit& unit, const std::vector<listed_case>& cases,
                   std::unordered_set<std::string>& known, manifest& into) {
  for (const std::size_t at : unit.cases) {
    const listed_case& each = cases[at];
    into.add_member(described(each));
    if (known.insert(each.framework_name).second) {
      continue;
    }
    into.problem(each.file, each.line,
                 fmt::format("two tests are named '{}'; rename one",
                             each.framework_name));
  }
}

/// Reports a case that would run in a directory without its files.
void check_directory(const test_unit& unit,
                     const std::vector<listed_case>& cases, manifest& into) {
  if (!unit.unmarked) {
    return;
  }
  const listed_case& each = cases[*unit.unmarked];
  into.problem(
      each.file, each.line,
      fmt::format("'{}' shares the process of '{}' with cases that have "
                  "WORKING_DIRECTORY PRIVATE; give it to all cases of the "
                  "process or to none",
                  each.name, unit.name));
}

unit_record record_of(const test_unit& unit,
                      const std::vector<listed_case>& cases,
                      const distribution_plan& plan) {
  unit_record record;
  record.name = unit.name;
  record.prefix = plan.prefix;
  record.suffix = plan.suffix;
  record.is_isolated = unit.is_isolated;
  record.is_timed = plan.is_timed;
  for (const std::size_t at : unit.cases) {
    const listed_case& each = cases[at];
    record.cases.push_back({each.framework_name, each.selector, each.file,
                            each.line,
                            each.name == each.framework_name ? "" : each.name});
  }
  return record;
}

}  // namespace

std::string cmake_argument(std::string_view text) {
  std::string equals = "=";
  while (text.find("]" + equals + "]") != std::string_view::npos ||
         (text.size() >= equals.size() + 1 &&
          text.substr(text.size() - equals.size() - 1) == "]" + equals)) {
    equals += '=';
  }
  std::string argument = "[" + equals + "[";
  // CMake drops a line break directly after the opening bracket.
  if (!text.empty() && text[0] == '\n') {
    argument += '\n';
  }
  argument += text;
  return argument += "]" + equals + "]";
}

manifest::manifest(std::string_view framework, std::string_view version)
    : text_(fmt::format("parallel_manifest(1 {}{}{})\n", framework,
                        version.empty() ? "" : " ", version)) {}

void manifest::add(manifest_case described) {
  if (!used_.insert(described.name).second) {
    described.name = described.framework_name;
    if (!used_.insert(described.name).second) {
      problem(
          described.file, described.line,
          fmt::format("two tests are named '{}'; rename one", described.name));
      return;
    }
  }
  if (described.file != file_) {
    file_ = described.file;
    text_ += call("parallel_file", file_);
  }
  const std::string name = cmake_argument(described.name);
  text_ += fmt::format("parallel_case({} {} {} {} {}", name,
                       cmake_argument(described.selector), described.line,
                       cmake_argument(described.markers), flags_of(described));
  if (!described.is_unit && described.framework_name != described.name) {
    text_ += " " + cmake_argument(described.framework_name);
  }
  text_ += ")\n";
  if (described.is_unit) {
    marked_ += fmt::format("parallel_marked_unit({} {})\n",
                           cmake_argument(unit_key(described.name)),
                           cmake_argument(described.markers));
  } else if (!described.markers.empty()) {
    repeat_marked(described);
  }
  if (!described.is_unit) {
    note_namesakes(described);
  }
  ++count_;
  if (!fits_a_list(described.name)) {
    return;
  }
  if (!names_.empty()) {
    names_ += ';';
  }
  append_element(names_, described.name);
}

void manifest::name_marked_file(const manifest_case& described) {
  if (described.file != marked_file_) {
    marked_file_ = described.file;
    marked_ += call("parallel_file", marked_file_);
  }
}

void manifest::repeat_marked(const manifest_case& described) {
  name_marked_file(described);
  marked_ += fmt::format("parallel_marked_case({} {} {} {})\n",
                         cmake_argument(described.name), described.line,
                         cmake_argument(described.markers),
                         cmake_argument(described.selector));
}

void manifest::note_namesakes(const manifest_case& described) {
  if (described.count == 1) {
    return;
  }
  marked_ += fmt::format("parallel_shared_case({} {})\n",
                         cmake_argument(described.name), described.count);
}

void manifest::add_member(const manifest_case& described) {
  note_namesakes(described);
  if (described.markers.empty()) {
    return;
  }
  name_marked_file(described);
  marked_ += fmt::format("parallel_marked_member({} {} {}",
                         cmake_argument(described.name), described.line,
                         cmake_argument(described.markers));
  if (described.framework_name != described.name) {
    marked_ += " " + cmake_argument(described.framework_name);
  }
  marked_ += ")\n";
}

void manifest::note_matched_mark(std::size_t index) {
  marked_ += fmt::format("parallel_matched_mark({})\n", index);
}

void manifest::note_mark_by_shown_name(std::size_t index,
                                       std::string_view framework_name) {
  marked_ += fmt::format("parallel_mark_by_shown_name({} {})\n", index,
                         cmake_argument(framework_name));
}

void manifest::note_ambiguous_mark(std::size_t index,
                                   std::string_view framework_name,
                                   std::string_view shown_name) {
  marked_ +=
      fmt::format("parallel_ambiguous_mark({} {} {})\n", index,
                  cmake_argument(framework_name), cmake_argument(shown_name));
}

void manifest::problem(std::string_view file, int line, std::string_view text) {
  const std::string problem =
      fmt::format("parallel_problem({} {} {})\n", cmake_argument(file), line,
                  cmake_argument(text));
  text_ += problem;
  marked_ += problem;
}

std::string manifest::finished() const {
  const std::string marked =
      marked_.empty() ? "" : call("parallel_marked", marked_);
  return text_ + call("parallel_names", names_) + marked +
         fmt::format("parallel_manifest_end({} {})\n", count_, marked.size());
}

std::string add_units(const std::vector<listed_case>& cases,
                      const distributed_cases& distributed,
                      const distribution_plan& plan, manifest& into) {
  std::string units;
  std::unordered_set<std::string> known;
  for (const test_unit& unit : distributed.units) {
    manifest_case entry = described(cases[unit.cases.front()]);
    entry.markers = joined_markers(unit.markers);
    if (!unit.is_single) {
      check_members(unit, cases, known, into);
      check_directory(unit, cases, into);
      const std::string text = to_text(record_of(unit, cases, plan));
      entry.name = unit.name;
      entry.framework_name = unit.name;
      entry.selector = unit_position(units.size(), text.size());
      entry.is_unit = true;
      units += text;
    }
    into.add(std::move(entry));
  }
  for (std::size_t at = 0; at < distributed.marks.size(); ++at) {
    const mark_matches& matches = distributed.marks[at];
    if (matches.any) {
      into.note_matched_mark(at);
    }
    for (const std::size_t index : matches.by_shown_name) {
      into.note_mark_by_shown_name(at, cases[index].framework_name);
    }
    if (matches.is_ambiguous()) {
      into.note_ambiguous_mark(
          at, cases[matches.by_shown_name.front()].framework_name,
          cases[matches.by_framework_name.front()].name);
    }
  }
  return units;
}

}  // namespace parallel_testing
