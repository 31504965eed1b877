// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "observe/meaning/ledger.hpp"

namespace parallel_testing::launcher {

/// What the paths that a test named lead to, so that the same path need not be
/// looked up again.
///
/// A key is a path with everything it depends on. The functions append an end
/// to the key of a symbolic link: what it leads to depends on whether a call
/// follows it.
class path_memory {
 public:
  /// What a path leads to. It stays true until forget().
  struct entry {
    /// nullptr: a symbolic link.
    ledger::item* item;
    /// Those that were noted for this path.
    use_set uses;
    observed::state now;  ///< when it was looked at last
  };

  /// nullptr if it is not known what `key` leads to.
  entry* recall(std::string& key, bool follows);

  /// What `key` leads to from now on.
  void remember(std::string& key, const entry& what, bool is_link,
                bool follows);

  /// Names may lead elsewhere now.
  void forget();

  /// Items are where they are as long as a ledger has folded `folds` times.
  void forget_items_before(std::uint64_t folds);
  bool is_of(std::uint64_t folds) const noexcept { return folds_ == folds; }

 private:
  std::unordered_map<std::string, entry> entries_;
  std::uint64_t folds_ = 0;
};

}  // namespace parallel_testing::launcher
