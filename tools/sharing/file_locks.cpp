// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/file_locks.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::use;

/// Whether people call such a file a lock.
bool is_called_lock(std::string_view path) {
  std::string name(path.substr(path.rfind('/') + 1));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto contains = [&](const char* each) {
    return name.find(each) != std::string::npos;
  };
  return contains("lock") || contains("lck") || contains("mutex");
}

/// Nobody waits for the next file of a name that a test removes or replaces.
bool is_broken(const name_entry& entry) {
  constexpr effects breaks =
      bit(use::remove) | bit(use::rename_target) | removes_nothing;
  return std::any_of(
      entry.uses.begin(), entry.uses.end(),
      [](const name_use& each) { return has_any(each.what, breaks); });
}

}  // namespace

file_locks::file_locks(const name_index& index, std::size_t tests)
    : held_(tests) {
  for (std::size_t at = 0; at < index.all().size(); ++at) {
    const name_entry& entry = index.all()[at];
    // A name with the id of a process is that of several files.
    if (!is_path(entry.name) || entry.has_pid || !is_called_lock(entry.name) ||
        is_broken(entry)) {
      continue;
    }
    for (const name_use& each : entry.uses) {
      if (const std::optional<std::int64_t> when =
              first_lock_us(*each.touched)) {
        held_[each.test].push_back(
            {at, entry.name.substr(0, entry.name.rfind('/')), *when,
             has_any(each.what, bit(use::lock_exclusive))});
      }
    }
  }
}

std::vector<guard> file_locks::guards_of(const name_use& given) const {
  std::vector<guard> result;
  const std::optional<std::int64_t> used_us = first_use_us(*given.touched);
  for (const held_lock& each : held_[given.test]) {
    const bool is_before = used_us && each.first_us <= *used_us;
    if (is_before && is_within(given.touched->what.canonical, each.directory)) {
      result.push_back({each.file, each.is_exclusive});
    }
  }
  return result;
}

bool only_holds_lock(const name_use& given) {
  const auto& touches = given.touched->touches;
  return has_any(given.what, locks) &&
         is_called_lock(given.touched->what.canonical) &&
         std::none_of(
             touches.begin(), touches.end(),
             [](const observed::touch& each) { return each.truncations > 0; });
}

bool is_sqlite(const name_index& index, std::string_view name) {
  const std::string base(name);
  return index.has(base + "-journal") || index.has(base + "-wal");
}

bool is_part_of_sqlite(const name_index& index, std::string_view name) {
  for (const std::string_view ending : {"-journal", "-wal", "-shm"}) {
    if (name.size() > ending.size() &&
        name.substr(name.size() - ending.size()) == ending &&
        index.has(name.substr(0, name.size() - ending.size()))) {
      return true;
    }
  }
  return false;
}

effects effects_on_sqlite(const name_index& index, const name_use& given) {
  // With such a log, writers do not lock the database itself.
  const bool has_log = index.has(given.touched->what.canonical + "-wal");
  const bool only_reads = has_any(given.what, bit(use::lock_shared)) &&
                          !has_any(given.what, bit(use::lock_exclusive)) &&
                          !has_log;
  const effects what = given.what & ~(locks | only_tries_lock);
  return only_reads ? (what & ~bit(use::write)) | bit(use::read) : what;
}

}  // namespace parallel_testing::tools::sharing_rules
