// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/manifest_units.hpp"

#include <unordered_set>

#include "base/format.hpp"
#include "base/text.hpp"
#include "discovery/unit_file.hpp"
#include "markers/marker.hpp"

namespace parallel_testing {

namespace {

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

/// Two cases of one name could not be told apart by what runs them.
void check_members(const test_unit& unit, const std::vector<listed_case>& cases,
                   std::unordered_set<std::string>& known, manifest& into) {
  for (const std::size_t at : unit.cases) {
    const listed_case& each = cases[at];
    into.add_member(described(each));
    if (known.insert(each.framework_name).second) continue;
    into.problem(each.file, each.line,
                 fmt::format("two tests are called '{}'; rename one",
                             each.framework_name));
  }
}

unit_record record_of(const test_unit& unit,
                      const std::vector<listed_case>& cases,
                      const distribution_plan& plan) {
  unit_record record;
  record.name = unit.name;
  record.prefix = plan.prefix;
  record.suffix = plan.suffix;
  for (const std::size_t at : unit.cases) {
    const listed_case& each = cases[at];
    record.cases.push_back({each.framework_name, each.selector, each.file,
                            each.line,
                            each.name == each.framework_name ? "" : each.name});
  }
  return record;
}

}  // namespace

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
      const std::string text = to_text(record_of(unit, cases, plan));
      entry.name = unit.name;
      entry.framework_name = unit.name;
      entry.selector = unit_place(units.size(), text.size());
      entry.is_unit = true;
      units += text;
    }
    into.add(std::move(entry));
  }
  for (std::size_t at = 0; at < distributed.marks.size(); ++at) {
    const mark_matches& matches = distributed.marks[at];
    if (matches.any) into.note_matched_mark(at);
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
