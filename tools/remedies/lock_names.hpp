// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which shared resources need a lock, and its name. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sharing/sharing.hpp"

namespace parallel_testing::tools {

/// Tests that must not use a resource at the same time, except that those in
/// `shared` may do so among themselves. Both are sorted.
struct resource_users {
  std::vector<std::size_t> exclusive{};
  std::vector<std::size_t> shared{};

  [[nodiscard]] bool conflict() const {
    return exclusive.size() > 1 || (!exclusive.empty() && !shared.empty());
  }
  [[nodiscard]] std::vector<std::size_t> all() const;
};

struct locked_resource {
  std::size_t resource = 0;  ///< index in sharing::shared
  resource_users users{};
};

struct named_lock {
  std::string name;
  std::vector<std::size_t> resources{};  ///< indices in sharing::shared
  resource_users users{};
};

/// One lock for all resources with the same users. A lock whose users another
/// lock keeps apart anyway is left out, and its resources are added to that
/// one. Locks are named after a file, or after the directory of several; no two
/// have the same name.
[[nodiscard]] std::vector<named_lock> name_locks(
    const sharing& found, const std::vector<locked_resource>& locked);

/// The text with at most 40 of the characters that the name of a lock may have.
[[nodiscard]] std::string name_part(const std::string& text);

}  // namespace parallel_testing::tools
