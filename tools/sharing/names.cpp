// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A group for each name that more than one test uses.
#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "sharing/directories.hpp"
#include "sharing/file_locks.hpp"
#include "sharing/groups.hpp"
#include "sharing/name_index.hpp"
#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource;
using observed::resource_kind;
using observed::use;

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
  if (is_within(what.canonical, "/dev/shm")) {
    return category::global_state;
  }
  return is_within(what.canonical, "/dev") ? category::other : category::files;
}

bool is_common_temp(std::string_view directory, const watched_test& test) {
  return directory == "/tmp" || directory == "/var/tmp" ||
         directory == "/dev/shm" ||
         (!directory.empty() && directory == test.record.head.tmpdir);
}

/// Which tests need what another test created: they start by reading or
/// changing it, and it was not there before that other test. A test that only
/// asks whether it is there may pass with either answer, and one that starts by
/// writing a new file replaces it; they collide.
class needs_of_name {
 public:
  explicit needs_of_name(std::vector<member>& members) : members_(members) {}

  void find(const name_entry& entry) {
    for (const name_use& each : entry.uses) {
      const bool needs = needs_what_is_there(*each.touched);
      if (needs && creator_ != no_test && !connect(each.test)) {
        return;
      }
      // It writes the whole file, and would do so if there were none.
      const bool replaces = has_any(each.what, bit(use::rename_target)) ||
                            has_all(each.what, bit(use::write) | ensures);
      const bool creates = creates_and_leaves(*each.touched);
      if ((creates && was_absent_first(*each.touched)) ||
          ((creates || replaces) && !needs && creator_ != no_test)) {
        creator_ = each.test;
      } else if (has_any(each.what, bit(use::remove))) {
        creator_ = no_test;
      }
    }
  }

 private:
  /// Each creator is a role. If there are many, an order of the tests is not
  /// what they lack.
  bool connect(std::size_t test) {
    constexpr std::size_t most_creators = 8;
    creators_.insert(creator_);
    if (creators_.size() > most_creators) {
      for (member& each : members_) {
        each.how.creator = each.how.needs = no_test;
      }
      return false;
    }
    member* const needed = member_of(creator_);
    member* const needing = member_of(test);
    if (needed != nullptr && needing != nullptr) {
      needed->how.creator = creator_;
      needing->how.needs = creator_;
    }
    return true;
  }

  member* member_of(std::size_t test) {
    const auto found = std::lower_bound(
        members_.begin(), members_.end(), test,
        [](const member& each, std::size_t at) { return each.test < at; });
    return found != members_.end() && found->test == test ? &*found : nullptr;
  }

  std::vector<member>& members_;
  std::set<std::size_t> creators_;
  std::size_t creator_ = no_test;
};

class name_groups {
 public:
  name_groups(const observation& of, const server_uses& servers)
      : of_(of),
        servers_(servers),
        index_(of),
        held_locks_(index_, of.tests.size()) {}

  void add(std::vector<group>& to) const {
    for (const name_entry& each : index_.all()) {
      group made = group_of(each);
      if (made.members.size() > 1 && !is_part_of_sqlite(index_, each.name)) {
        to.push_back(std::move(made));
      }
    }
  }

 private:
  [[nodiscard]] static group named_group(const name_entry& entry, nature of) {
    group result;
    result.of = of;
    result.what = entry.uses.front().touched->what;
    result.what.canonical = entry.name;
    result.kind = category_of_name(result.what);
    return result;
  }

  [[nodiscard]] group group_of_folded(const name_entry& entry) const {
    group result = named_group(entry, nature::folded_names);
    result.members = users_of_folded_names(index_, entry);
    return result;
  }

  [[nodiscard]] group group_of(const name_entry& entry) const {
    if (entry.has_pid) {
      group result = named_group(entry, nature::name);
      result.members = members_of(entry);
      return result;
    }
    if (is_folded(entry.uses.front().touched->what)) {
      return group_of_folded(entry);
    }
    if (!entry.is_directory || !is_path(entry.name)) {
      group result = named_group(entry, nature::name);
      result.members = members_of(entry);
      needs_of_name(result.members).find(entry);
      return result;
    }
    const watched_test& test = of_.tests[entry.uses.front().test];
    group result = named_group(entry, is_common_temp(entry.name, test)
                                          ? nature::temp_directory
                                          : nature::directory);
    result.what.kind = resource_kind::directory;
    result.members = members_of(entry);
    add_uses_below(index_, entry, result.members);
    return result;
  }

  [[nodiscard]] std::vector<member> members_of(const name_entry& entry) const {
    std::vector<member> result;
    for (const name_use& each : entry.uses) {
      member made;
      made.test = each.test;
      made.how.what = effects_on(entry, each);
      made.how.has_pid = each.touched->what.meeting == observed::chance::pid;
      if (!entry.is_directory) {
        made.how.guards = held_locks_.guards_of(each);
      }
      if (made.how.what != 0) {
        result.push_back(std::move(made));
      }
    }
    return result;
  }

  [[nodiscard]] effects effects_on(const name_entry& entry,
                                   const name_use& given) const {
    effects result = given.what & ~(alters_listing | bit(use::listen));
    // A rule for servers applies to a server.
    constexpr effects of_servers = bit(use::connect) | bit(use::bind);
    if (has_any(result, of_servers) &&
        !servers_.database(given.touched->what).empty()) {
      result &= ~of_servers;
    }
    if (is_sqlite(index_, entry.name)) {
      return result & effects_on_sqlite(index_, given);
    }
    if (!entry.is_directory && only_holds_lock(given)) {
      result &= ~(bit(use::read) | bit(use::write));
    }
    return result;
  }

  const observation& of_;
  const server_uses& servers_;
  name_index index_;
  file_locks held_locks_;
};

}  // namespace

void add_names(std::vector<group>& to, const observation& of,
               const server_uses& servers) {
  name_groups(of, servers).add(to);
}

}  // namespace parallel_testing::tools::sharing_rules
