// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/uses/effects.hpp"

#include <algorithm>
#include <limits>

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource_kind;
using observed::state;
using observed::touch;
using observed::use;

constexpr effects creations =
    bit(use::create) | bit(use::create_exclusive) | bit(use::rename_target);

/// One call may have several uses; two calls are further apart.
constexpr std::int64_t one_call_us = 5;

bool may_be_absent(state before) {
  return before == state::absent || before == state::unknown;
}

/// A key of System V and a queue are changed by those that read them.
bool is_changed_by_reading(const observed::resource& what) {
  switch (what.kind) {
    case resource_kind::shared_memory:
    case resource_kind::semaphores:
    case resource_kind::message_queue:
      return true;
    case resource_kind::posix_name:
      return what.canonical.compare(0, 7, "mqueue:") == 0;
    default:
      return false;
  }
}

effects uses_in(const touched_resource& touched) {
  effects result = 0;
  for (const touch& each : touched.touches) {
    result |= bit(each.how);
  }
  return result;
}

const touch* first_of(const touched_resource& touched, effects among) {
  const touch* result = nullptr;
  for (const touch& each : touched.touches) {
    const bool is_first =
        has_any(bit(each.how), among) &&
        (result == nullptr || each.first_us < result->first_us ||
         (each.first_us == result->first_us && each.how < result->how));
    if (is_first) {
      result = &each;
    }
  }
  return result;
}

bool empties_before_lock(const touched_resource& touched) {
  const touch* const lock = first_of(touched, locks);
  const touch* const write = first_of(touched, bit(use::write));
  return lock != nullptr && write != nullptr && write->truncations > 0 &&
         write->first_us < lock->first_us;
}

bool tries_each_lock(const touched_resource& touched) {
  bool has_some = false;
  for (const touch& each : touched.touches) {
    if (has_any(bit(each.how), locks)) {
      has_some = true;
      if (each.trials < each.count) {
        return false;
      }
    }
  }
  return has_some;
}

effects effects_of_touch(const touch& each, effects all) {
  const bool was_absent = each.before == state::absent;
  const bool creates = has_any(all, creations);
  switch (each.how) {
    case use::read:
    case use::exec:
    case use::connect:
    case use::write:
    case use::append:
    case use::change:
      // The call fails, unless the same call creates the name.
      if (was_absent && !creates) {
        return bit(use::probe_absent);
      }
      // Such a call fails also: a directory is not opened for writing.
      if (each.before == state::directory &&
          (each.how == use::write || each.how == use::append)) {
        return bit(use::probe);
      }
      return bit(each.how);
    case use::probe:
      return was_absent ? bit(use::probe_absent) : bit(use::probe);
    case use::create:
      return may_be_absent(each.before) ? bit(use::create) | alters_listing
                                        : ensures;
    case use::create_exclusive:
    case use::rename_target:
    case use::bind:
      return bit(each.how) | (may_be_absent(each.before) ? alters_listing : 0);
    case use::remove:
      if (!was_absent) {
        return bit(use::remove) | alters_listing;
      }
      // Before it creates the name, and again later.
      return removes_nothing | (each.count > 1 && has_any(all, creations)
                                    ? bit(use::remove) | alters_listing
                                    : 0);
    default:
      return bit(each.how);
  }
}

}  // namespace

effects effects_of(const touched_resource& touched) {
  const effects all = uses_in(touched);
  effects result = 0;
  for (const touch& each : touched.touches) {
    result |= effects_of_touch(each, all);
  }
  if (empties_before_lock(touched)) {
    result |= empties_unlocked;
  }
  if (tries_each_lock(touched)) {
    result |= only_tries_lock;
  }
  const effects opens =
      bit(use::read) | bit(use::create) | bit(use::create_exclusive) | ensures;
  if (is_changed_by_reading(touched.what) && has_any(result, opens)) {
    result |= bit(use::write);
  }
  return result;
}

bool was_absent_first(const touched_resource& touched) {
  const touch* const first =
      first_of(touched, std::numeric_limits<effects>::max());
  return first != nullptr && first->before == state::absent;
}

bool needs_what_is_there(const touched_resource& touched) {
  constexpr effects needing =
      content_reads | bit(use::write) | bit(use::append) | bit(use::change);
  const touch* const first = first_of(touched, ~(probes | locks));
  if (first == nullptr || !has_any(bit(first->how), needing) ||
      may_be_absent(first->before) || first->before == state::directory) {
    return false;
  }
  // open(O_RDWR | O_CREAT) needs nothing.
  return std::none_of(touched.touches.begin(), touched.touches.end(),
                      [&](const touch& each) {
                        return has_any(bit(each.how), creations) &&
                               each.first_us - first->first_us <= one_call_us;
                      });
}

std::optional<std::int64_t> first_use_us(const touched_resource& touched) {
  const touch* const first = first_of(touched, ~(probes | locks));
  return first == nullptr ? std::nullopt : std::optional(first->first_us);
}

std::optional<std::int64_t> first_lock_us(const touched_resource& touched) {
  const touch* const first = first_of(touched, locks);
  return first == nullptr ? std::nullopt : std::optional(first->first_us);
}

bool creates_and_leaves(const touched_resource& touched) {
  const touch* const made = first_of(touched, creations | bit(use::bind));
  if (made == nullptr || !may_be_absent(made->before)) {
    return false;
  }
  if (touched.what.at_end != state::unknown) {
    return touched.what.at_end != state::absent;
  }
  const touch* const removed = first_of(touched, bit(use::remove));
  return removed == nullptr ||
         (removed->count == 1 && removed->first_us < made->first_us);
}

}  // namespace parallel_testing::tools::sharing_rules
