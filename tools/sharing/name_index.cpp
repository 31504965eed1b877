// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/name_index.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>

#include "lib/src/base/text.hpp"
#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource_kind;

bool is_name(resource_kind kind) {
  switch (kind) {
    case resource_kind::file:
    case resource_kind::directory:
    case resource_kind::unix_socket:
    case resource_kind::abstract_socket:
    case resource_kind::shared_memory:
    case resource_kind::semaphores:
    case resource_kind::message_queue:
    case resource_kind::posix_name:
      return true;
    default:
      return false;
  }
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

using process_ids = std::set<std::int64_t>;

process_ids processes_of(const watched_test& test) {
  process_ids result;
  for (const touched_resource& each : test.record.resources) {
    for (const observed::touch& touch : each.touches) {
      if (touch.pid > 1) {
        result.insert(touch.pid);
      }
    }
  }
  return result;
}

/// The part of the name that is the same in each run.
std::size_t common_start(std::string_view name, const watched_test& test) {
  for (const std::string* each :
       {&test.record.head.working_directory, &test.record.head.tmpdir}) {
    if (!each->empty() && is_within(name, *each)) {
      return each->size();
    }
  }
  return 0;
}

/// The name with "<pid>" in place of the id of a process, up to the end of that
/// part of a path. Empty if the name has no such id.
std::string pattern_of(std::string_view name, const watched_test& test,
                       const process_ids& processes) {
  constexpr std::uint64_t largest_id = 0x7fffffff;
  std::string result(name.substr(0, common_start(name, test)));
  bool has_pid = false;
  std::size_t at = result.size();
  while (at < name.size() && !(has_pid && name[at] == '/')) {
    std::size_t end = at;
    while (end < name.size() && is_digit(name[end])) {
      ++end;
    }
    const std::string_view digits = name.substr(at, end - at);
    const bool ends_word = end == name.size() || !is_letter(name[end]);
    const auto number = whole_number(digits, largest_id);
    if (ends_word && number &&
        processes.count(static_cast<std::int64_t>(*number)) != 0) {
      result += "<pid>";
      has_pid = true;
    } else {
      // Another character, or another number.
      end = std::max(end, at + 1);
      result += name.substr(at, end - at);
    }
    at = end;
  }
  return has_pid ? result : "";
}

}  // namespace

bool is_path(std::string_view name) {
  return !name.empty() && name.front() == '/';
}

bool is_folded(const observed::resource& what) {
  return what.folded > 0 && what.canonical.size() > 1 &&
         is_path(what.canonical) && what.canonical.back() == '/';
}

name_index::name_index(const observation& of) {
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    add(of, at);
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const name_entry& one, const name_entry& other) {
              return one.name < other.name;
            });
}

name_entry& name_index::entry_of(std::string_view name) {
  const auto [found, is_new] = places_.emplace(name, entries_.size());
  if (is_new) {
    entries_.push_back({name, {}, false});
  }
  return entries_[found->second];
}

void name_index::add(const observation& of, std::size_t test) {
  const watched_test& from = of.tests[test];
  const process_ids processes = processes_of(from);
  for (const touched_resource& each : from.record.resources) {
    if (!is_name(each.what.kind) ||
        is_never_shared(each.what, from, of.build)) {
      continue;
    }
    std::string_view name = each.what.canonical;
    const std::string pattern = each.what.meeting == observed::chance::pid
                                    ? pattern_of(name, from, processes)
                                    : "";
    if (!pattern.empty()) {
      name = has(pattern) ? pattern : patterns_.emplace_back(pattern);
    }
    name_entry& entry = entry_of(name);
    entry.has_pid = !pattern.empty();
    const effects what = effects_of(each);
    entry.is_directory =
        entry.is_directory || each.what.kind == resource_kind::directory;
    if (!entry.uses.empty() && entry.uses.back().test == test) {
      entry.uses.back().what |= what;
    } else {
      entry.uses.push_back({test, &each, what});
    }
  }
}

bool name_index::has(std::string_view name) const {
  return places_.count(name) != 0;
}

name_index::range name_index::below(std::string_view directory) const {
  std::string start(directory);
  if (start.empty() || start.back() != '/') {
    start += '/';
  }
  const auto first =
      std::lower_bound(entries_.begin(), entries_.end(), start,
                       [](const name_entry& one, const std::string& name) {
                         return one.name < name;
                       });
  auto last = first;
  while (last != entries_.end() && starts_with(last->name, start)) {
    ++last;
  }
  return {first, last};
}

}  // namespace parallel_testing::tools::sharing_rules
