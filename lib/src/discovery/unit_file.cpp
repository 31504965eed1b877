// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/unit_file.hpp"

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <limits>
#include <optional>
#include <parallel_testing/error.hpp>
#include <unordered_set>

#include "base/fields.hpp"
#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {

constexpr std::size_t largest_unit = 1U << 30U;
constexpr std::string_view isolated_mark = "isolated_";
constexpr std::string_view timed_mark = "timed_";

struct unit_reference {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string path;
  skips skipped_cases = skips::are_fine;
};

std::optional<unit_reference> parse_reference(std::string_view reference) {
  const std::size_t plus = reference.find('+');
  const std::size_t colon = reference.find(':');
  if (reference.substr(0, 1) != "@" || plus == reference.npos ||
      colon == reference.npos || colon < plus) {
    return std::nullopt;
  }
  std::string_view end = reference.substr(plus + 1, colon - plus - 1);
  const bool is_strict = !end.empty() && end.back() == '!';
  if (is_strict) {
    end.remove_suffix(1);
  }
  const auto offset = whole_number(reference.substr(1, plus - 1),
                                   std::numeric_limits<std::int64_t>::max());
  const auto length = whole_number(end, largest_unit);
  if (!offset || !length) {
    return std::nullopt;
  }
  return unit_reference{*offset, *length,
                        std::string(reference.substr(colon + 1)),
                        is_strict ? skips::are_failures : skips::are_fine};
}

/// Removes `start` from `text` if it starts so.
bool take_start(std::string_view& text, std::string_view start) {
  const bool has_start = starts_with(text, start);
  text.remove_prefix(has_start ? start.size() : 0);
  return has_start;
}

[[noreturn]] void reject(const std::string& reference) {
  throw error(fmt::format(
      "'{}' is not a list of test cases: the target was rebuilt after the "
      "tests were registered; start ctest again, or build again",
      reference));
}

std::string as_pattern(std::string name) {
  for (char& c : name) {
    if (c == '*' || c == ':' || c == '-') {
      c = '?';
    }
  }
  return name;
}

}  // namespace

std::string shown_name_of(const unit_case& given, const unit_record& of) {
  const std::string& name =
      given.shown_name.empty() ? given.name : given.shown_name;
  return of.prefix + name + of.suffix;
}

std::string to_text(const unit_record& unit) {
  const std::string count = std::to_string(unit.cases.size());
  const std::string kind =
      fmt::format("{}{}unit", unit.is_isolated ? isolated_mark : "",
                  unit.is_timed ? timed_mark : "");
  std::vector<std::string_view> head = {kind, count, unit.name};
  if (!unit.prefix.empty() || !unit.suffix.empty()) {
    head.push_back(unit.prefix);
    head.push_back(unit.suffix);
  }
  std::string text = to_line(head);
  for (const unit_case& each : unit.cases) {
    const std::string line = std::to_string(each.line);
    const std::string& selector =
        each.selector == each.name ? std::string() : each.selector;
    std::vector<std::string_view> fields = {"case", each.name, selector,
                                            each.file, line};
    if (!each.shown_name.empty()) {
      fields.push_back(each.shown_name);
    }
    text += to_line(fields);
  }
  return text;
}

unit_record parse_unit(std::string_view text, const std::string& reference) {
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.empty() || text.back() != '\n') {
    reject(reference);
  }
  std::vector<std::string> head = read_line(lines[0]);
  const bool is_named = head.size() == 5;
  std::string_view kind = head[0];
  const bool is_isolated = take_start(kind, isolated_mark);
  const bool is_timed = take_start(kind, timed_mark);
  if ((head.size() != 3 && !is_named) || kind != "unit" ||
      head[1] != std::to_string(lines.size() - 1)) {
    reject(reference);
  }
  unit_record unit;
  unit.is_isolated = is_isolated;
  unit.is_timed = is_timed;
  unit.name = std::move(head[2]);
  if (is_named) {
    unit.prefix = std::move(head[3]);
    unit.suffix = std::move(head[4]);
  }
  for (std::size_t at = 1; at < lines.size(); ++at) {
    std::vector<std::string> fields = read_line(lines[at]);
    const bool is_shown = fields.size() == 6;
    if ((fields.size() != 5 && !is_shown) || fields[0] != "case") {
      reject(reference);
    }
    const auto line =
        whole_number(fields[4], std::numeric_limits<int>::max()).value_or(0);
    if (fields[2].empty()) {
      fields[2] = fields[1];
    }
    unit.cases.push_back({std::move(fields[1]), std::move(fields[2]),
                          std::move(fields[3]), static_cast<int>(line),
                          is_shown ? std::move(fields[5]) : ""});
  }
  return unit;
}

std::string unit_position(std::size_t offset, std::size_t length) {
  return fmt::format("@{}+{}", offset, length);
}

std::string unit_key(const std::string& name) {
  return "@" + name;
}

bool is_unit_reference(std::string_view argument) {
  return parse_reference(argument).has_value();
}

unit_record read_unit(const std::string& reference) {
  const auto parsed = parse_reference(reference);
  if (!parsed) {
    reject(reference);
  }
  const unique_fd file(os::open_at(AT_FDCWD, parsed->path.c_str(), O_RDONLY));
  if (!file) {
    os::throw_error("cannot read the list of test cases", parsed->path, errno,
                    "build the target again");
  }
  unit_record unit = parse_unit(
      read_part(file.get(), parsed->offset, parsed->length), reference);
  unit.skipped_cases = parsed->skipped_cases;
  return unit;
}

std::string googletest_filter(const std::vector<unit_case>& cases) {
  std::string filter;
  std::unordered_set<std::string> patterns;
  for (const unit_case& each : cases) {
    std::string pattern = as_pattern(each.name);
    if (!filter.empty()) {
      filter += ':';
    }
    filter += pattern;
    patterns.insert(std::move(pattern));
  }
  char before = '-';
  for (const unit_case& each : cases) {
    const std::size_t minus = each.selector.find('-');
    if (minus == std::string::npos) {
      continue;
    }
    for (const std::string_view other :
         split(std::string_view(each.selector).substr(minus + 1), ':')) {
      // Keep it if it is another case of the unit: it was excluded only from
      // the test of a single case.
      if (patterns.count(std::string(other)) != 0) {
        continue;
      }
      filter += before;
      filter += other;
      before = ':';
    }
  }
  return filter;
}

}  // namespace parallel_testing
