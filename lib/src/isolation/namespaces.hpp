// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "base/isolation.hpp"
#include "isolation/private_mounts.hpp"

namespace parallel_testing {

/// The namespaces that will be private to a test.
struct isolation_plan {
  std::vector<private_view> kinds;
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
  private_mounts mounts;

  [[nodiscard]] bool has(private_view kind) const {
    return contains(kinds, kind);
  }
  /// Whether namespaces can be created without a user namespace.
  [[nodiscard]] bool has_privileges() const { return user == 0; }
  [[nodiscard]] bool has_private_directories() const {
    return has(private_view::tmp) || has(private_view::ipc);
  }
  [[nodiscard]] bool has_mounts() const {
    return has_private_directories() || !mounts.read_only.empty();
  }
};

/// The kinds of a plan, separated by commas.
std::string joined_kinds(const isolation_plan& plan);

/// The role of a process: `init` is the first process of a PID namespace, and
/// `created_inside` one that clone(2) created with new_namespaces().
enum class process_role { plain, init, created_inside };

/// The flags of clone(2) for the namespaces of the plan, except those for
/// processes and users.
int new_namespaces(const isolation_plan& plan) noexcept;

/// Moves this process into the private namespaces of the plan, except the PID
/// namespace. When it throws error, the process must not run anything.
void enter_isolation(const isolation_plan& plan, process_role role);

}  // namespace parallel_testing
