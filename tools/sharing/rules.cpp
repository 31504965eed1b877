// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/rules.hpp"

#include <algorithm>

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::use;
using found = std::optional<strength>;

constexpr effects removals = bit(use::remove) | removes_nothing;
constexpr effects creates_or_ensures = bit(use::create) | ensures;
/// What a test does that only makes sure that nothing is there.
constexpr effects clean_up = removals | probes | bit(use::list) |
                             alters_listing | changes_names |
                             changes_random_names | makes_all_common_names;
/// What disturbs no lock holder, because a lock belongs to the file and not to
/// its name.
constexpr effects changes_of_name =
    bit(use::remove) | bit(use::rename_target) | removes_nothing;

bool both_only_clean_up(effects first, effects second) {
  return has_only(first, clean_up) && has_only(second, clean_up) &&
         has_any(first, removals) && has_any(second, removals);
}

bool is_reader(effects what) {
  return !has_any(what, content_changes | removals);
}

/// Whether a lock on the file itself makes the tests take turns. That is so
/// for what they do with the file, but not if one of them removes or replaces
/// it: then each may have a lock on another file of the same name.
bool take_turns(effects first, effects second) {
  constexpr effects exclusive = bit(use::lock_exclusive);
  constexpr effects breaks = changes_of_name | empties_unlocked;
  if (!has_any(first, locks) || !has_any(second, locks) ||
      has_any(first | second, breaks)) {
    return false;
  }
  // A reader holds at least a shared lock.
  return (has_any(first, exclusive) || is_reader(first)) &&
         (has_any(second, exclusive) || is_reader(second));
}

/// Whether both lock another file before they use this one.
bool are_guarded(const manner& first, const manner& second) {
  for (const guard& one : first.guards) {
    for (const guard& other : second.guards) {
      if (one.file == other.file &&
          (one.is_exclusive || is_reader(first.what)) &&
          (other.is_exclusive || is_reader(second.what))) {
        return true;
      }
    }
  }
  return false;
}

/// What the first does to a name and the second would notice.
found disturbs_name(effects first, effects second) {
  constexpr effects own = content_changes | removals | content_reads | probes |
                          ensures | bit(use::connect);
  const effects doing = first & content_changes;
  // Nobody creates what would be removed, or it is still there.
  if (has_any(first, removes_nothing) && doing == 0) {
    const effects needed =
        (own | bit(use::list)) & ~(removals | bit(use::probe_absent));
    return has_any(second, needed) ? found(strength::strong) : std::nullopt;
  }
  if (doing == 0 || !has_any(second, own)) {
    return std::nullopt;
  }
  // Both want it to exist, and write nothing.
  constexpr effects creation = bit(use::create);
  if (doing == creation && has_only(second & content_changes, creation) &&
      has_any(second, creates_or_ensures) && !has_any(second, removals) &&
      !has_any(first, removals)) {
    return std::nullopt;
  }
  // The lines of both are in the file, in either order.
  constexpr effects appending = bit(use::append) | creation;
  const bool only_appends = has_only(doing, appending) &&
                            has_any(doing, bit(use::append)) &&
                            !has_any(first, removals);
  const bool other_does_not_mind =
      has_only(second & content_changes, appending) &&
      !has_any(second, removals) && !has_any(second, content_reads) &&
      (has_any(second, bit(use::append)) ||
       !has_any(second, bit(use::probe_absent)));
  if (only_appends && other_does_not_mind) {
    return strength::weak;
  }
  return strength::strong;
}

found stronger(found one, found other) {
  if (!one || !other) {
    return one ? one : other;
  }
  return std::max(*one, *other);
}

/// A test that does not wait for a lock sees whether another one has it. What
/// it does then is not visible: it may fail, or try again.
found collision_at_lock(effects first, effects second) {
  const bool is_tried = has_any(first | second, only_tries_lock) &&
                        has_any(first | second, bit(use::lock_exclusive));
  return is_tried ? found(strength::weak) : std::nullopt;
}

found collision_at_name(effects first, effects second) {
  if (both_only_clean_up(first, second)) {
    return std::nullopt;
  }
  if (take_turns(first, second)) {
    return collision_at_lock(first, second);
  }
  return stronger(disturbs_name(first, second), disturbs_name(second, first));
}

/// What the first does to a directory and the second would notice.
found disturbs_directory(effects first, effects second, bool is_temp) {
  constexpr effects like_a_file = bit(use::write) | bit(use::append) |
                                  bit(use::create_exclusive) |
                                  bit(use::rename_target) | bit(use::bind);
  constexpr effects present = creates_or_ensures | like_a_file | uses_below |
                              bit(use::list) | bit(use::probe) | content_reads |
                              bit(use::change) | bit(use::connect);
  constexpr effects any = present | probes | removals;
  if (has_any(first, like_a_file) && has_any(second, any)) {
    return strength::strong;
  }
  if (has_any(first, bit(use::remove)) &&
      has_any(second, present | bit(use::probe_absent))) {
    return strength::strong;
  }
  if (has_any(first, removes_nothing) && has_any(second, present)) {
    return strength::strong;
  }
  // It expects nothing there and creates nothing, unlike `mkdir -p`.
  const bool expects_nothing = has_any(first, bit(use::probe_absent)) &&
                               !has_any(first, creates_or_ensures);
  if (expects_nothing && has_any(second, creates_or_ensures)) {
    return strength::strong;
  }
  if (has_any(first, bit(use::list))) {
    if (has_any(second, changes_names)) {
      return strength::strong;
    }
    // A test finds the names that it makes whether or not others make them.
    if (has_any(second, makes_common_names) &&
        !has_any(first, makes_all_common_names)) {
      return strength::strong;
    }
    // A test that lists /tmp has to expect files of other programs.
    if (has_any(second, changes_random_names)) {
      return is_temp ? strength::weak : strength::strong;
    }
  }
  if (has_any(first, bit(use::change)) &&
      has_any(second, bit(use::change) | bit(use::list))) {
    return strength::weak;
  }
  return std::nullopt;
}

found collision_in_directory(effects first, effects second, bool is_temp) {
  if (both_only_clean_up(first, second)) {
    // What they remove in it disturbs no list that they read to remove it.
    return std::nullopt;
  }
  return stronger(disturbs_directory(first, second, is_temp),
                  disturbs_directory(second, first, is_temp));
}

/// The names may be the same or not.
found collision_at_unknown_names(const manner& first, const manner& second) {
  if (!first.is_folded && !second.is_folded) {
    return std::nullopt;
  }
  const bool is_found =
      collision_at_name(first.what & ~locks, second.what & ~locks).has_value();
  return is_found ? found(strength::weak) : std::nullopt;
}

found collision_at_endpoints(const endpoint& first, const endpoint& second) {
  constexpr effects binds = bit(use::bind);
  meeting how = meeting::never;
  if (has_any(first.what, binds)) {
    how = meeting_at_bound(first, second);
  }
  if (has_any(second.what, binds)) {
    how = std::max(how, meeting_at_bound(second, first));
  }
  switch (how) {
    case meeting::always:
      return strength::strong;
    case meeting::perhaps:
      return strength::weak;
    case meeting::never:
      break;
  }
  return std::nullopt;
}

found collision_at_port(const manner& first, const manner& second) {
  found result;
  for (const endpoint& one : first.endpoints) {
    for (const endpoint& other : second.endpoints) {
      result = stronger(result, collision_at_endpoints(one, other));
    }
  }
  return result;
}

/// What a connection does with the data is not visible: each may write.
found collision_at_database(const manner& first, const manner& second) {
  const bool is_free = first.is_declared && second.is_declared;
  return is_free ? std::nullopt : found(strength::strong);
}

found collision(nature of, const manner& first, const manner& second) {
  switch (of) {
    case nature::name:
      return are_guarded(first, second)
                 ? std::nullopt
                 : collision_at_name(first.what, second.what);
    case nature::directory:
    case nature::temp_directory:
      return collision_in_directory(first.what, second.what,
                                    of == nature::temp_directory);
    case nature::folded_names:
      return collision_at_unknown_names(first, second);
    case nature::port:
      return collision_at_port(first, second);
    case nature::database:
      return collision_at_database(first, second);
    case nature::process:
      return has_any(first.what | second.what, bit(use::kill))
                 ? found(strength::strong)
                 : std::nullopt;
    case nature::machine_state:
      return has_any(first.what & second.what, bit(use::set))
                 ? found(strength::strong)
                 : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<conflict> conflict_of(nature of, const manner& first,
                                    const manner& second) {
  const bool is_needed =
      (first.needs != no_test && first.needs == second.creator) ||
      (second.needs != no_test && second.needs == first.creator);
  if (is_needed) {
    return conflict{relation::dependence, strength::strong};
  }
  const found rank = collision(of, first, second);
  if (!rank) {
    return std::nullopt;
  }
  // Ids differ as long as both tests live, but are used again.
  const bool is_weak = first.has_pid || second.has_pid;
  return conflict{relation::collision, is_weak ? strength::weak : *rank};
}

}  // namespace parallel_testing::tools::sharing_rules
