// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names that tests touch, in file systems and elsewhere: one group for each
// name, and for the directories that are listed, removed or needed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/src/base/text.hpp"
#include "sharing/groups.hpp"
#include "sharing/never_shared.hpp"
#include "sharing/servers.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::chance;
using observed::place;
using observed::resource;
using observed::resource_kind;
using observed::use;

/// What one test did with one name.
struct name_use {
  std::size_t test = 0;
  const touched_resource* touched = nullptr;
  effects what = 0;
};

struct name_entry {
  std::string_view name;
  std::vector<name_use> uses;  ///< sorted by test
  bool is_directory = false;
};

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

bool is_path(std::string_view name) {
  return !name.empty() && name.front() == '/';
}

bool is_folded(const resource& what) {
  return what.folded > 0 && what.canonical.size() > 1 &&
         what.canonical.back() == '/';
}

category category_of_name(const resource& what) {
  switch (what.kind) {
    case resource_kind::abstract_socket:
      return category::ports;
    case resource_kind::shared_memory:
    case resource_kind::semaphores:
    case resource_kind::message_queue:
    case resource_kind::posix_name:
      return category::global_state;
    default:
      break;
  }
  if (is_within(what.canonical, "/proc") || is_within(what.canonical, "/sys")) {
    return category::global_state;
  }
  return is_within(what.canonical, "/dev") ? category::other : category::files;
}

bool is_common_temp(std::string_view directory, const watched_test& test) {
  return directory == "/tmp" || directory == "/var/tmp" ||
         directory == "/dev/shm" ||
         (!directory.empty() && directory == test.record.head.tmpdir);
}

/// A use that needs the directories around the name.
bool needs_directory(effects what) {
  constexpr effects without = removes_nothing | bit(use::probe_absent) |
                              bit(use::remove) | alters_listing;
  return !has_only(what, without);
}

/// Whether people call such a file a lock.
bool is_called_lock(std::string_view path) {
  std::string name(path.substr(path.rfind('/') + 1));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const char* each : {"lock", "lck", "mutex"}) {
    if (name.find(each) != std::string::npos) {
      return true;
    }
  }
  return false;
}

class name_index {
 public:
  name_index(const observation& of, const server_uses& servers)
      : of_(of), servers_(servers) {
    held_.resize(of.tests.size());
    for (std::size_t at = 0; at < of.tests.size(); ++at) {
      add(at);
    }
    drop_broken_locks();
    std::sort(entries_.begin(), entries_.end(),
              [](const name_entry& one, const name_entry& other) {
                return one.name < other.name;
              });
  }

  void add_groups(std::vector<group>& to) {
    for (const name_entry& each : entries_) {
      if (is_folded(each.uses.front().touched->what)) {
        add_folded(to, each);
      } else if (!is_part_of_sqlite(each.name)) {
        add_group(to, each);
      }
    }
  }

 private:
  using entries = std::vector<name_entry>;

  /// A lock that a test takes.
  struct held_lock {
    std::size_t place = 0;  ///< of its file, in the order of first uses
    std::string_view directory;
    std::int64_t first_us = 0;
    bool is_exclusive = false;
  };

  void add(std::size_t test) {
    const watched_test& of = of_.tests[test];
    for (const touched_resource& each : of.record.resources) {
      if (!is_name(each.what.kind) ||
          is_never_shared(each.what, of, of_.build)) {
        continue;
      }
      const auto [found, is_new] =
          places_.emplace(each.what.canonical, entries_.size());
      if (is_new) {
        entries_.push_back({each.what.canonical, {}, false});
      }
      name_entry& entry = entries_[found->second];
      const effects what = effects_of(each);
      entry.is_directory =
          entry.is_directory || each.what.kind == resource_kind::directory;
      const std::optional<std::int64_t> locked_us = first_lock_us(each);
      if (locked_us && is_path(entry.name) && is_called_lock(entry.name)) {
        held_[test].push_back(
            {found->second, entry.name.substr(0, entry.name.rfind('/')),
             *locked_us, has_any(what, bit(use::lock_exclusive))});
      }
      if (!entry.uses.empty() && entry.uses.back().test == test) {
        entry.uses.back().what |= what;
      } else {
        entry.uses.push_back({test, &each, what});
      }
    }
  }

  /// Whether the test opens the file, maybe for writing, in order to lock it.
  static bool only_holds_lock(const name_use& given) {
    const auto& touches = given.touched->touches;
    return has_any(given.what, locks) &&
           is_called_lock(given.touched->what.canonical) &&
           std::none_of(touches.begin(), touches.end(),
                        [](const observed::touch& each) {
                          return each.truncations > 0;
                        });
  }

  /// A lock file that a test removes or replaces makes nobody wait for its
  /// next file.
  void drop_broken_locks() {
    constexpr effects breaks =
        bit(use::remove) | bit(use::rename_target) | removes_nothing;
    for (std::vector<held_lock>& each : held_) {
      const auto is_broken = [&](const held_lock& lock) {
        const std::vector<name_use>& uses = entries_[lock.place].uses;
        return std::any_of(uses.begin(), uses.end(), [](const name_use& its) {
          return has_any(its.what, breaks);
        });
      };
      each.erase(std::remove_if(each.begin(), each.end(), is_broken),
                 each.end());
    }
  }

  /// The locks that a test takes before it uses the name, on files beside it or
  /// above it.
  [[nodiscard]] std::vector<guard> guards_of(const name_use& given) const {
    std::vector<guard> result;
    const std::optional<std::int64_t> used_us = first_use_us(*given.touched);
    for (const held_lock& each : held_[given.test]) {
      const bool is_before = used_us && each.first_us <= *used_us;
      if (is_before &&
          is_within(given.touched->what.canonical, each.directory)) {
        result.push_back({each.place, each.is_exclusive});
      }
    }
    std::sort(result.begin(), result.end());
    return result;
  }

  [[nodiscard]] bool has_name(std::string_view name) const {
    return places_.count(name) != 0;
  }

  /// SQLite locks a database for the time of one transaction, so the locks keep
  /// the file whole, but not the rows that a test counts on. A test that only
  /// has a shared lock reads.
  [[nodiscard]] bool is_sqlite(std::string_view name) const {
    const std::string base(name);
    return has_name(base + "-journal") || has_name(base + "-wal");
  }

  /// Belongs to a database that is in the index also.
  [[nodiscard]] bool is_part_of_sqlite(std::string_view name) const {
    for (const std::string_view ending : {"-journal", "-wal", "-shm"}) {
      if (name.size() > ending.size() &&
          name.substr(name.size() - ending.size()) == ending &&
          has_name(name.substr(0, name.size() - ending.size()))) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] effects effects_on_sqlite(const name_use& given) const {
    const std::string log = given.touched->what.canonical + "-wal";
    const bool only_reads = has_any(given.what, bit(use::lock_shared)) &&
                            !has_any(given.what, bit(use::lock_exclusive)) &&
                            !has_name(log);
    const effects what = given.what & ~locks;
    return only_reads ? (what & ~bit(use::write)) | bit(use::read) : what;
  }

  /// The entries below a directory.
  [[nodiscard]] std::pair<entries::const_iterator, entries::const_iterator>
  below(std::string_view directory) const {
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

  static manner manner_of(const name_use& given, effects kept) {
    manner result;
    result.what = given.what & kept;
    result.has_pid = given.touched->what.meeting == chance::pid;
    return result;
  }

  void add_group(std::vector<group>& to, const name_entry& entry) const {
    const resource& what = entry.uses.front().touched->what;
    group made;
    made.what = what;
    made.kind = category_of_name(what);
    if (entry.is_directory && is_path(entry.name)) {
      made.of = is_common_temp(entry.name, of_.tests[entry.uses[0].test])
                    ? nature::temp_directory
                    : nature::directory;
      made.what.kind = resource_kind::directory;
    }
    std::vector<member> members = members_of(entry);
    if (made.of == nature::name) {
      find_needs(entry, members);
    } else {
      add_uses_below(entry, members);
    }
    if (members.size() > 1) {
      made.members = std::move(members);
      to.push_back(std::move(made));
    }
  }

  [[nodiscard]] std::vector<member> members_of(const name_entry& entry) const {
    std::vector<member> result;
    const bool is_database = is_sqlite(entry.name);
    for (const name_use& each : entry.uses) {
      // Its own rule applies to a server.
      const bool is_client =
          has_any(each.what, bit(use::connect) | bit(use::bind)) &&
          !servers_.database(each.touched->what).empty();
      effects kept = ~(alters_listing | bit(use::listen));
      if (is_client) {
        kept &= ~(bit(use::connect) | bit(use::bind));
      }
      manner how = manner_of(each, kept);
      if (is_database) {
        how.what = effects_on_sqlite(each) & kept;
      } else if (!entry.is_directory) {
        how.guards = guards_of(each);
        if (only_holds_lock(each)) {
          how.what &= ~(bit(use::read) | bit(use::write));
        }
      }
      if (how.what != 0) {
        result.push_back({each.test, how});
      }
    }
    return result;
  }

  /// Which tests need what another test created: they start by reading it,
  /// and it was not there before that other test. A test that only asks
  /// whether it is there may pass with either answer, and one that starts by
  /// writing replaces it; they collide.
  static void find_needs(const name_entry& entry,
                         std::vector<member>& members) {
    constexpr std::size_t most_creators = 8;
    std::set<std::size_t> creators;
    std::size_t creator = no_test;
    for (const name_use& each : entry.uses) {
      const bool needs = needs_what_is_there(*each.touched);
      if (needs && creator != no_test) {
        creators.insert(creator);
        if (creators.size() > most_creators) {
          return;
        }
        member* const needed = find_member(members, creator);
        member* const needing = find_member(members, each.test);
        if (needed != nullptr && needing != nullptr) {
          needed->how.creator = creator;
          needing->how.needs = creator;
        }
      }
      // It writes the whole file, and would do so if there were none.
      const bool replaces =
          !needs && (has_any(each.what, bit(use::rename_target)) ||
                     has_all(each.what, bit(use::write) | ensures));
      const bool creates = creates_and_leaves(*each.touched);
      if ((creates && was_absent_first(*each.touched)) ||
          ((creates || replaces) && !needs && creator != no_test)) {
        creator = each.test;
      } else if (has_any(each.what, bit(use::remove))) {
        creator = no_test;
      }
    }
  }

  /// A directory that is listed, removed, or created for others.
  void add_uses_below(const name_entry& entry,
                      std::vector<member>& members) const {
    effects all = 0;
    for (const member& each : members) {
      all |= each.how.what;
    }
    const bool is_removed = has_any(
        all, bit(use::remove) | removes_nothing | bit(use::rename_target));
    const bool is_listed = has_any(all, bit(use::list));
    const std::size_t creator = creator_of(entry);
    if (!is_removed && !is_listed && creator == no_test) {
      return;
    }
    std::vector<member> found = uses_of_names_in(entry, members);
    bool is_needed = false;
    for (member& each : found) {
      const bool is_known = find_member(members, each.test) != nullptr;
      each.how.what &=
          ~(is_removed ? effects{0} : uses_below) &
          ~(is_listed ? effects{0} : changes_names | changes_random_names);
      // It creates something in the directory, which it does not create.
      if (!is_known && creator != no_test && each.test > creator &&
          !each.example.empty() && each.how.needs == creator) {
        each.how.what |= uses_below;
        is_needed = true;
      } else {
        each.how.needs = no_test;
      }
    }
    merge(members, std::move(found));
    member* const needed = find_member(members, creator);
    if (is_needed && needed != nullptr) {
      needed->how.creator = creator;
    }
  }

  /// The test that created the directory where there was nothing; no_test if a
  /// test removes it.
  static std::size_t creator_of(const name_entry& entry) {
    std::size_t result = no_test;
    for (const name_use& each : entry.uses) {
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

  static member* find_member(std::vector<member>& members, std::size_t test) {
    const auto found = std::lower_bound(
        members.begin(), members.end(), test,
        [](const member& each, std::size_t at) { return each.test < at; });
    return found != members.end() && found->test == test ? &*found : nullptr;
  }

  [[nodiscard]] std::vector<member> uses_of_names_in(
      const name_entry& directory, const std::vector<member>& members) const {
    const std::size_t creator = creator_of(directory);
    std::unordered_map<std::size_t, member> found;
    const auto [first, last] = below(directory.name);
    for (auto entry = first; entry != last; ++entry) {
      const bool is_direct = is_direct_child(entry->name, directory.name);
      const bool is_everyones =
          is_direct && all_listers_create(members, *entry);
      for (const name_use& each : entry->uses) {
        member& made =
            found.try_emplace(each.test, member{each.test, {}}).first->second;
        if (needs_directory(each.what)) {
          made.how.what |= uses_below;
          if (made.example.empty()) {
            made.example = entry->name;
          }
        }
        if (!is_direct || !has_any(each.what, alters_listing)) {
          continue;
        }
        if (!has_any(each.what, bit(use::remove)) && creator != no_test &&
            !is_folded(each.touched->what)) {
          made.how.needs = creator;
        }
        if (is_everyones) {
          continue;
        }
        const chance how = each.touched->what.meeting;
        const bool is_fixed = how == chance::meets;
        if (is_fixed && !has_any(made.how.what, changes_names)) {
          made.example = entry->name;
        }
        made.how.what |= is_fixed ? changes_names : changes_random_names;
        if (made.example.empty()) {
          made.example = entry->name;
        }
      }
    }
    std::vector<member> result;
    for (auto& [test, each] : found) {
      if (each.how.what != 0) {
        result.push_back(std::move(each));
      }
    }
    std::sort(result.begin(), result.end(),
              [](const member& one, const member& other) {
                return one.test < other.test;
              });
    return result;
  }

  static bool is_direct_child(std::string_view name,
                              std::string_view directory) {
    const std::size_t start = directory == "/" ? 1 : directory.size() + 1;
    const std::size_t slash = name.find('/', start);
    return slash == std::string_view::npos ||
           (slash + 1 == name.size() && slash + 1 == start);
  }

  /// A test that lists the directory finds this name whether or not another
  /// test creates it also.
  static bool all_listers_create(const std::vector<member>& members,
                                 const name_entry& entry) {
    constexpr effects creating = bit(use::create) | ensures;
    effects all = 0;
    for (const name_use& each : entry.uses) {
      all |= each.what;
    }
    if (has_any(all, changes & ~bit(use::create))) {
      return false;
    }
    auto its = entry.uses.begin();
    for (const member& each : members) {
      if (!has_any(each.how.what, bit(use::list))) {
        continue;
      }
      while (its != entry.uses.end() && its->test < each.test) {
        ++its;
      }
      const bool creates = its != entry.uses.end() && its->test == each.test &&
                           has_any(its->what, creating);
      if (!creates) {
        return false;
      }
    }
    return true;
  }

  /// Both sorted by test.
  static void merge(std::vector<member>& into, std::vector<member>&& more) {
    std::vector<member> result;
    auto one = into.begin();
    auto other = more.begin();
    while (one != into.end() || other != more.end()) {
      const bool takes_other =
          one == into.end() || (other != more.end() && other->test < one->test);
      if (takes_other) {
        if (other->how.what != 0) {
          result.push_back(std::move(*other));
        }
        ++other;
        continue;
      }
      if (other != more.end() && other->test == one->test) {
        one->how.what |= other->how.what;
        one->example = std::move(other->example);
        ++other;
      }
      result.push_back(std::move(*one));
      ++one;
    }
    into = std::move(result);
  }

  /// Too many names of a directory were touched for one record: which ones is
  /// unknown.
  void add_folded(std::vector<group>& to, const name_entry& entry) const {
    std::unordered_map<std::size_t, manner> found;
    const auto [first, last] = below(entry.name);
    for (auto each = first; each != last; ++each) {
      for (const name_use& its : each->uses) {
        if (its.touched->what.meeting != chance::meets) {
          continue;
        }
        manner& how = found[its.test];
        how.what |= its.what & ~(alters_listing | locks | bit(use::list));
        how.is_folded = how.is_folded || is_folded(its.touched->what);
      }
    }
    group made;
    made.of = nature::folded_names;
    made.what = entry.uses.front().touched->what;
    made.kind = category_of_name(made.what);
    for (auto& [test, how] : found) {
      if (how.what != 0) {
        made.members.push_back({test, how});
      }
    }
    std::sort(made.members.begin(), made.members.end(),
              [](const member& one, const member& other) {
                return one.test < other.test;
              });
    if (made.members.size() > 1) {
      to.push_back(std::move(made));
    }
  }

  const observation& of_;
  const server_uses& servers_;
  std::unordered_map<std::string_view, std::size_t> places_;
  entries entries_;
  std::vector<std::vector<held_lock>> held_;  ///< of each test
};

}  // namespace

void add_names(std::vector<group>& to, const observation& of,
               const server_uses& servers) {
  name_index(of, servers).add_groups(to);
}

}  // namespace parallel_testing::tools::sharing_rules
