// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/ledger.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace parallel_testing::launcher {

namespace {

using observed::chance;
using observed::resource;
using observed::resource_kind;

constexpr unsigned use_count = 19;

bool is_in_file_system(const resource& what) {
  return !what.canonical.empty() && what.canonical.front() == '/';
}

/// The directory of an item with its slash, "" for the root directory.
std::string_view directory_of(const resource& what) {
  std::string_view name = what.canonical;
  if (!name.empty() && name.back() == '/') {
    name.remove_suffix(1);
  }
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? "" : name.substr(0, slash + 1);
}

ledger::entry* entry_of(ledger::item& of, observed::use how) {
  for (ledger::entry& each : of.uses) {
    if (each.how == how) {
      return &each;
    }
  }
  return nullptr;
}

void add_count(std::uint32_t& to, std::uint32_t more) {
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  to = more > most - to ? most : to + more;
}

void merge(ledger::item& into, const ledger::item& from) {
  for (const ledger::entry& each : from.uses) {
    if (ledger::entry* const there = entry_of(into, each.how)) {
      add_count(there->count, each.count);
      add_count(there->truncations, each.truncations);
      add_count(there->trials, each.trials);
      if (each.first_us < there->first_us) {
        const ledger::entry both = *there;
        *there = each;
        there->count = both.count;
        there->truncations = both.truncations;
        there->trials = both.trials;
      }
    } else {
      into.uses.push_back(each);
    }
  }
  if (from.what.meeting == chance::meets) {
    into.what.meeting = chance::meets;
  }
}

std::uint32_t truncations_in(use_set uses, observed::use how) {
  const bool cuts = how == observed::use::write && (uses & truncation) != 0;
  return cuts ? 1 : 0;
}

std::uint32_t trials_in(use_set uses, observed::use how) {
  const bool is_lock =
      how == observed::use::lock_shared || how == observed::use::lock_exclusive;
  return is_lock && (uses & trial) != 0 ? 1 : 0;
}

/// Adds a second sighting of the same name. What one process shares with the
/// whole machine is shared. A name that a process did not choose stays so when
/// another process uses it.
void complete(resource& known, const resource& again) {
  if (again.seen_by == observed::scope::machine) {
    known.seen_by = observed::scope::machine;
  }
  if (again.only_version_6 == 0) {
    known.only_version_6 = 0;
  }
  const bool is_of_one_run =
      again.meeting == chance::pid || again.meeting == chance::random;
  if (known.meeting == chance::meets && is_of_one_run) {
    known.meeting = again.meeting;
  }
}

}  // namespace

ledger::item& ledger::add(sighting&& seen) {
  const bool is_directory = seen.what.kind == resource_kind::directory;
  item& touched = item_for(std::move(seen.what));
  if (is_directory && touched.what.kind == resource_kind::file) {
    touched.what.kind = resource_kind::directory;
  }
  add_uses(touched, seen);
  return touched;
}

void ledger::add_uses(item& touched, const sighting& seen) {
  count(touched, seen.uses);
  use_set missing = seen.uses & ((1U << use_count) - 1);
  for (const entry& each : touched.uses) {
    missing &= ~bit(each.how);
  }
  if (missing == 0) {
    return;
  }
  if (touched.uses.empty()) {
    constexpr std::size_t usual_uses = 3;
    touched.uses.reserve(usual_uses);
  }
  // Uses with the same time are those of one call.
  const std::int64_t called_us = now_us();
  const std::uint32_t program = index_of(seen.program);
  for (unsigned at = 0; at < use_count; ++at) {
    const auto how = static_cast<observed::use>(at);
    if ((missing & bit(how)) != 0) {
      touched.uses.push_back(
          {how, seen.before, 1, truncations_in(seen.uses, how),
           trials_in(seen.uses, how), called_us, seen.pid, program});
    }
  }
}

ledger::item* ledger::find(const std::string& canonical) {
  const auto found = items_.find(canonical);
  return found == items_.end() ? nullptr : found->second.get();
}

void ledger::count(item& again, use_set uses) noexcept {
  for (entry& each : again.uses) {
    if ((uses & bit(each.how)) != 0) {
      add_count(each.count, 1);
      add_count(each.truncations, truncations_in(uses, each.how));
      add_count(each.trials, trials_in(uses, each.how));
    }
  }
}

std::vector<const ledger::item*> ledger::items() const {
  std::vector<const item*> result;
  result.reserve(items_.size());
  for (const auto& each : items_) {
    result.push_back(each.second.get());
  }
  std::sort(result.begin(), result.end(), [](const item* a, const item* b) {
    return a->what.id < b->what.id;
  });
  return result;
}

ledger::item& ledger::item_for(resource&& what) {
  if (item* const known = find(what.canonical)) {
    complete(known->what, what);
    return *known;
  }
  if (folds_ > 0 && is_in_file_system(what)) {
    if (item* const around = folded_around(what.canonical)) {
      ++around->what.folded;
      ++folded_;
      if (what.meeting == chance::meets) {
        around->what.meeting = chance::meets;
      }
      return *around;
    }
  }
  if (items_.size() >= most_items_) {
    fold();
    // Now there may be one around it.
    return item_for(std::move(what));
  }
  auto made = std::make_unique<item>();
  made->what = std::move(what);
  made->what.id = next_id_++;
  item& result = *made;
  items_.emplace(result.what.canonical, std::move(made));
  return result;
}

ledger::item* ledger::folded_around(const std::string& canonical) {
  std::string directory = canonical;
  while (!directory.empty()) {
    directory.resize(directory.rfind('/') + 1);
    if (item* const found = find(directory)) {
      return found;
    }
    directory.pop_back();
    if (directory.find('/') == std::string::npos) {
      break;
    }
  }
  return nullptr;
}

std::uint32_t ledger::index_of(std::string_view program) {
  // Most calls come from the program that was seen last.
  for (std::size_t at = programs_.size(); at > 0; --at) {
    if (programs_[at - 1] == program) {
      return static_cast<std::uint32_t>(at - 1);
    }
  }
  constexpr std::size_t most_programs = 1000;
  if (programs_.size() >= most_programs) {
    return 0;
  }
  programs_.emplace_back(program);
  return static_cast<std::uint32_t>(programs_.size() - 1);
}

/// Directories with the most names first. Where that is not enough, what was
/// folded already is folded into the directories around it.
void ledger::fold() {
  ++folds_;
  constexpr std::size_t fewest[] = {64, 8, 2, 2, 2, 2, 2, 2};
  for (const std::size_t least : fewest) {
    fold_directories(least);
    if (items_.size() <= most_items_ / 2) {
      return;
    }
  }
  // Names that are not in a file system, or one in each directory.
  while (items_.size() > most_items_ / 2) {
    const std::size_t before = items_.size();
    fold_directories(1);
    if (items_.size() == before) {
      break;
    }
  }
  most_items_ = std::max(most_items_, items_.size() + items_.size() / 2);
}

void ledger::fold_directories(std::size_t least) {
  std::unordered_map<std::string, std::vector<std::string_view>> names;
  for (const auto& each : items_) {
    const resource& what = each.second->what;
    if (!is_in_file_system(what) || what.canonical == "/") {
      continue;
    }
    names[std::string(directory_of(what))].push_back(each.first);
  }
  for (auto& each : names) {
    if (each.second.size() < least) {
      continue;
    }
    auto made = std::make_unique<item>();
    if (const auto there = items_.find(each.first); there != items_.end()) {
      made = std::move(there->second);
      items_.erase(there);
    } else {
      const resource& first = items_.at(each.second.front())->what;
      made->what.kind = resource_kind::directory;
      made->what.canonical = each.first;
      made->what.where = first.where;
      made->what.seen_by = first.seen_by;
      made->what.meeting = first.meeting;
      made->what.id = first.id;
    }
    for (const std::string_view name : each.second) {
      const auto gone = items_.find(name);
      if (gone == items_.end()) {
        continue;
      }
      const bool was_folded = gone->second->what.folded > 0;
      const std::int64_t more = was_folded ? gone->second->what.folded : 1;
      merge(*made, *gone->second);
      made->what.folded += more;
      if (!was_folded) {
        ++folded_;
      }
      items_.erase(gone);
    }
    const std::string_view name = made->what.canonical;
    items_.emplace(name, std::move(made));
  }
}

std::int64_t ledger::now_us() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now() - start_)
      .count();
}

}  // namespace parallel_testing::launcher
