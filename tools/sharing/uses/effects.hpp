// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the uses of a name amount to, given what was there before. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "observed/record_of_test.hpp"

namespace parallel_testing::tools::sharing_rules {

/// A set: the bit n stands for the use n, and the following bits for effects
/// that are not the use of one call.
using effects = std::uint32_t;

constexpr effects bit(observed::use how) {
  return effects{1} << static_cast<unsigned>(how);
}

/// A removal where there was nothing: it would remove what another test makes.
inline constexpr effects removes_nothing = effects{1} << 19;
/// A `create` of what was there already: `mkdir -p`.
inline constexpr effects ensures = effects{1} << 20;
/// Of a directory: the test uses something in it.
inline constexpr effects uses_below = effects{1} << 21;
/// Of a directory: the test creates, renames or removes a name in it.
inline constexpr effects changes_names = effects{1} << 22;
/// The same, if each of these names has a random part.
inline constexpr effects changes_random_names = effects{1} << 23;
/// The same, if each of these names is only created, by `mkdir -p`.
inline constexpr effects makes_common_names = effects{1} << 26;
/// The test makes each of the common names in the directory.
inline constexpr effects makes_all_common_names = effects{1} << 27;
/// The test empties the file before it takes the lock on it.
inline constexpr effects empties_unlocked = effects{1} << 25;
/// Each lock that the test takes on it is one for which it does not wait.
inline constexpr effects only_tries_lock = effects{1} << 28;
/// Of a name: it appears in its directory, or disappears.
inline constexpr effects alters_listing = effects{1} << 24;

inline constexpr effects locks =
    bit(observed::use::lock_shared) | bit(observed::use::lock_exclusive);
inline constexpr effects content_reads =
    bit(observed::use::read) | bit(observed::use::exec);
inline constexpr effects probes =
    bit(observed::use::probe) | bit(observed::use::probe_absent);
/// They leave the name in another state than before.
inline constexpr effects content_changes =
    bit(observed::use::write) | bit(observed::use::append) |
    bit(observed::use::create) | bit(observed::use::create_exclusive) |
    bit(observed::use::remove) | bit(observed::use::rename_target) |
    bit(observed::use::change) | bit(observed::use::bind);

constexpr bool has_any(effects of, effects any) {
  return (of & any) != 0;
}

constexpr bool has_all(effects of, effects all) {
  return (of & all) == all;
}

/// Whether `of` has nothing but some of `only`.
constexpr bool has_only(effects of, effects only) {
  return (of & ~only) == 0;
}

[[nodiscard]] effects effects_of(const touched_resource& touched);

/// Whether there was nothing before the test touched it.
[[nodiscard]] bool was_absent_first(const touched_resource& touched);

/// Whether the first call that does more than to probe, lock or remove what is
/// there would fail if there were nothing: it reads the file, or writes to it
/// without creating it.
[[nodiscard]] bool needs_what_is_there(const touched_resource& touched);

/// When the test first does more than to probe or lock it; nothing if never.
[[nodiscard]] std::optional<std::int64_t> first_use_us(
    const touched_resource& touched);

/// When the test first locks it; nothing if never.
[[nodiscard]] std::optional<std::int64_t> first_lock_us(
    const touched_resource& touched);

/// Whether the test creates the name and does not remove it again.
[[nodiscard]] bool creates_and_leaves(const touched_resource& touched);

}  // namespace parallel_testing::tools::sharing_rules
