// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/leftovers.hpp"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cstdint>

#include "observe/meaning/uses.hpp"
#include "observe/names/ipc_names.hpp"
#include "observe/names/paths.hpp"

namespace parallel_testing::launcher {

using observed::resource;
using observed::use;

namespace {

/// Whether the test opened the file for writing and did not write: many
/// programs open each file like that.
bool is_unchanged(const ledger::item& touched, use_set uses,
                  const timespec& start) {
  constexpr use_set others = bit(use::create_exclusive) | bit(use::remove) |
                             bit(use::rename_target) | bit(use::change);
  const bool may_be_another =
      has_any(uses, others) ||
      std::any_of(touched.uses.begin(), touched.uses.end(),
                  [](const ledger::entry& entry) {
                    return entry.truncations > 0 ||
                           entry.before == observed::state::absent;
                  });
  struct stat status {};
  if (may_be_another || touched.what.at_end != observed::state::file ||
      ::lstat(touched.what.canonical.c_str(), &status) != 0) {
    return false;
  }
  // In memory, a write through a mapping does not change the time.
  struct statfs system {};
  if (::statfs(touched.what.canonical.c_str(), &system) != 0 ||
      system.f_type == TMPFS_MAGIC) {
    return false;
  }
  // File systems take the time of the latest tick of the kernel.
  constexpr std::int64_t longest_tick_ns = 10'000'000;
  constexpr std::int64_t ns_in_second = 1'000'000'000;
  const auto ns_of = [](const timespec& time) {
    return time.tv_sec * ns_in_second + time.tv_nsec;
  };
  return ns_of(status.st_mtim) + longest_tick_ns < ns_of(start);
}

}  // namespace

void note_what_is_left(ledger::item& touched, const timespec& start) {
  use_set uses = 0;
  for (const ledger::entry& entry : touched.uses) {
    uses |= bit(entry.how);
  }
  resource& what = touched.what;
  if (!has_any(uses, traces) || what.folded > 0 ||
      what.seen_by != observed::scope::machine) {
    return;
  }
  if (what.canonical.front() != '/') {
    what.at_end = state_of_ipc_name(what);
    return;
  }
  what.at_end = state_now(what.canonical.c_str());
  const bool is_void = is_unchanged(touched, uses, start);
  for (ledger::entry& entry : touched.uses) {
    entry.is_void =
        is_void && (entry.how == use::write || entry.how == use::append);
  }
}

}  // namespace parallel_testing::launcher
