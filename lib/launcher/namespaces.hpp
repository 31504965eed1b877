// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "base/isolation.hpp"
#include "private_mounts.hpp"

namespace parallel_testing::launcher {

/// What a test is to have for itself.
struct isolation_plan {
  std::vector<private_view> kinds;
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
  private_mounts mounts;

  bool has(private_view kind) const { return contains(kinds, kind); }
  /// Whether name spaces can be made without one of users first.
  bool has_privileges() const { return user == 0; }
  bool has_mounts() const {
    return has(private_view::tmp) || has(private_view::ipc);
  }
};

/// The kinds of a plan, joined by commas.
std::string joined_kinds(const isolation_plan& plan);

/// Where a process is: a name space of process ids begins with its init.
enum class process_role { plain, init };

/// Moves this process into name spaces of its own, all but that of process
/// ids. Throws error; then nothing may run here.
void enter_isolation(const isolation_plan& plan, process_role role);

}  // namespace parallel_testing::launcher
