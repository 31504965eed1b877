// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/directories.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::chance;
using observed::use;

constexpr effects creating = bit(use::create) | ensures;
constexpr effects of_lists = changes_names | changes_random_names |
                             makes_common_names | makes_all_common_names;

/// A use that needs the directories around the name.
bool needs_directory(effects what) {
  constexpr effects without = removes_nothing | bit(use::probe_absent) |
                              bit(use::remove) | alters_listing;
  return !has_only(what, without);
}

bool is_direct_child(std::string_view name, std::string_view directory) {
  const std::size_t start = directory == "/" ? 1 : directory.size() + 1;
  return name.find('/', start) == std::string_view::npos;
}

/// The names themselves are not known, but that there are some.
bool is_folded_into(const name_entry& entry, std::string_view directory) {
  return entry.name.size() == directory.size() + 1;
}

/// Whether tests only make the name, like `mkdir -p`.
bool is_common(const name_entry& entry) {
  effects all = 0;
  for (const name_use& each : entry.uses) {
    all |= each.what;
  }
  return has_any(all, creating) &&
         !has_any(all, (content_changes & ~bit(use::create)) | removes_nothing);
}

/// The test that created the directory where there was nothing; no_test if a
/// test removes it.
std::size_t creator_of(const name_entry& directory) {
  std::size_t result = no_test;
  for (const name_use& each : directory.uses) {
    if (has_any(each.what, bit(use::remove))) {
      return no_test;
    }
    if (result == no_test && creates_and_leaves(*each.touched) &&
        was_absent_first(*each.touched)) {
      result = each.test;
    }
  }
  return result;
}

/// What one test does in a directory.
struct user {
  member how;
  bool creates_in_it = false;
  std::size_t common_names = 0;
};

class directory_users {
 public:
  directory_users(const name_index& index, const name_entry& directory) {
    for (const name_entry& each : index.below(directory.name)) {
      add(each, directory.name);
    }
    for (auto& [test, each] : users_) {
      each.how.test = test;
      if (each.common_names == common_names_) {
        each.how.how.what |= makes_all_common_names;
      }
    }
  }

  [[nodiscard]] std::map<std::size_t, user>& all() { return users_; }

 private:
  void add(const name_entry& entry, std::string_view directory) {
    const bool is_direct = is_direct_child(entry.name, directory) ||
                           is_folded_into(entry, directory);
    const bool is_made_by_all = is_direct && is_common(entry);
    common_names_ += is_made_by_all ? 1 : 0;
    for (const name_use& each : entry.uses) {
      user& made = users_[each.test];
      if (needs_directory(each.what)) {
        made.how.how.what |= uses_below;
        set_example(made, entry.name);
      }
      if (is_made_by_all && has_any(each.what, creating)) {
        ++made.common_names;
      }
      if (is_direct && has_any(each.what, alters_listing)) {
        alter(made, each, entry.name, is_made_by_all);
      }
    }
  }

  static void alter(user& made, const name_use& each, std::string_view name,
                    bool is_made_by_all) {
    set_example(made, name);
    made.creates_in_it =
        made.creates_in_it || (!has_any(each.what, bit(use::remove)) &&
                               !is_folded(each.touched->what));
    if (is_made_by_all) {
      made.how.how.what |= makes_common_names;
      return;
    }
    const bool is_fixed = each.touched->what.meeting == chance::meets;
    if (is_fixed && !has_any(made.how.how.what, changes_names)) {
      made.how.example = name;
    }
    made.how.how.what |= is_fixed ? changes_names : changes_random_names;
  }

  static void set_example(user& made, std::string_view name) {
    if (made.how.example.empty()) {
      made.how.example = name;
    }
  }

  std::map<std::size_t, user> users_;
  std::size_t common_names_ = 0;
};

}  // namespace

void add_uses_below(const name_index& index, const name_entry& directory,
                    std::vector<member>& members) {
  effects all = 0;
  for (const member& each : members) {
    all |= each.how.what;
  }
  constexpr effects removals_of_directory =
      bit(use::remove) | removes_nothing | bit(use::rename_target);
  const bool is_removed = has_any(all, removals_of_directory);
  const bool is_listed = has_any(all, bit(use::list));
  const std::size_t creator = creator_of(directory);
  if (!is_removed && !is_listed && creator == no_test) {
    return;
  }
  directory_users found(index, directory);
  const effects kept =
      (is_removed ? uses_below : 0) | (is_listed ? of_lists : 0);
  std::map<std::size_t, member> result;
  for (member& each : members) {
    const std::size_t test = each.test;
    result.emplace(test, std::move(each));
  }
  for (auto& [test, each] : found.all()) {
    each.how.how.what &= kept;
    const auto known = result.find(test);
    if (known != result.end()) {
      known->second.how.what |= each.how.how.what;
      known->second.example = std::move(each.how.example);
      continue;
    }
    // It creates something in the directory, which it does not create itself.
    const bool needs = creator != no_test && test > creator &&
                       each.creates_in_it && result.count(creator) != 0;
    if (needs) {
      each.how.how.what |= uses_below;
      each.how.how.needs = creator;
      result.at(creator).how.creator = creator;
    }
    if (has_any(each.how.how.what, ~makes_all_common_names)) {
      result.emplace(test, std::move(each.how));
    }
  }
  members.clear();
  for (auto& [test, each] : result) {
    // What nobody lists needs no such comparison.
    if (!has_any(each.how.what, bit(use::list))) {
      each.how.what &= ~makes_all_common_names;
    }
    members.push_back(std::move(each));
  }
}

std::vector<member> users_of_folded_names(const name_index& index,
                                          const name_entry& folded) {
  std::map<std::size_t, manner> found;
  for (const name_entry& entry : index.below(folded.name)) {
    for (const name_use& each : entry.uses) {
      // Random names do not meet.
      if (each.touched->what.meeting != chance::meets) {
        continue;
      }
      manner& how = found[each.test];
      how.what |= each.what &
                  ~(alters_listing | locks | only_tries_lock | bit(use::list));
      how.is_folded = how.is_folded || is_folded(each.touched->what);
    }
  }
  std::vector<member> result;
  for (auto& [test, how] : found) {
    if (how.what != 0) {
      result.push_back({test, std::move(how)});
    }
  }
  return result;
}

}  // namespace parallel_testing::tools::sharing_rules
