// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string_view>

#include "observe/meaning/ledger.hpp"

namespace parallel_testing::launcher {

constexpr bool has_any(use_set uses, use_set of) noexcept {
  return (uses & of) != 0;
}

/// What was made by these, the test may leave behind.
constexpr use_set traces =
    bit(observed::use::create) | bit(observed::use::create_exclusive) |
    bit(observed::use::write) | bit(observed::use::append) |
    bit(observed::use::rename_target) | bit(observed::use::remove) |
    bit(observed::use::bind);
/// After these, something else or nothing may be at the name.
constexpr use_set removals =
    bit(observed::use::remove) | bit(observed::use::rename_target);

/// The uses that the flags of open(2) stand for. Pure.
use_set uses_of_open(std::uint64_t flags);

/// The uses that the flags of shmget(2) and similar calls stand for. Pure.
use_set uses_of_key(std::uint64_t flags, observed::state before);

/// What `uses` are where `before` was: where there is nothing, a program finds
/// out just that, and a directory is not read by opening it. Pure.
use_set uses_given(use_set uses, observed::state before);

/// The kind of what is at `path`, for a call that is meant for `kind`. Pure.
observed::resource_kind kind_given(observed::resource_kind kind,
                                   std::string_view path,
                                   observed::state before);

}  // namespace parallel_testing::launcher
