// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "observed/schema.hpp"

namespace parallel_testing::launcher {

/// A set of uses: bit n stands for the use n.
using use_set = std::uint32_t;

constexpr use_set bit(observed::use how) noexcept {
  return 1U << static_cast<unsigned>(how);
}

/// Beside use::write: the call itself empties or cuts the file.
constexpr use_set truncation = 1U << 31;

/// Beside a lock: the call does not wait for it.
constexpr use_set trial = 1U << 30;

/// What was touched, in memory that does not grow with the test: when there
/// are too many names, those of the fullest directories become one entry for
/// each directory.
class ledger {
 public:
  struct entry {
    observed::use how;
    observed::state before;
    std::uint32_t count;
    std::uint32_t truncations;
    std::uint32_t trials;
    std::int64_t first_us;
    std::int32_t pid;
    std::uint32_t program;
    /// The file was opened for it and has not changed: it is not recorded.
    bool is_void = false;
  };
  struct item {
    observed::resource what;
    std::vector<entry> uses;
  };
  /// One call, seen for the first time.
  struct sighting {
    observed::resource what;
    use_set uses = 0;
    observed::state before = observed::state::unknown;
    std::int32_t pid = 0;
    std::string_view program{};
  };

  static constexpr std::size_t usual_limit = 12'000;

  explicit ledger(std::size_t most_items = usual_limit)
      : most_items_(most_items) {}

  /// The item stays where it is until folds() changes.
  item& add(sighting&& seen);

  /// Further uses of an item that is there; `seen.what` is not read.
  void add_uses(item& touched, const sighting& seen);

  /// The item with this name, nullptr if the ledger has none.
  item* find(const std::string& canonical);

  /// The same uses of an item once more.
  static void count(item& again, use_set uses) noexcept;

  /// Since the start of this ledger.
  std::int64_t now_us() const;

  /// How often items were folded.
  std::uint64_t folds() const noexcept { return folds_; }
  std::int64_t folded() const noexcept { return folded_; }

  /// Calls `visit` for each item.
  template <class Visit>
  void for_each(Visit&& visit) {
    for (auto& each : items_) {
      visit(*each.second);
    }
  }

  /// In the order in which they were first seen.
  std::vector<const item*> items() const;
  const std::string& program(std::uint32_t index) const {
    return programs_.at(index);
  }

 private:
  item& item_for(observed::resource&& what);
  item* folded_around(const std::string& canonical);
  std::uint32_t index_of(std::string_view program);
  void fold();
  void fold_directories(std::size_t least);

  std::size_t most_items_;
  /// Each name is that of its item.
  std::unordered_map<std::string_view, std::unique_ptr<item>> items_;
  std::vector<std::string> programs_;
  std::int64_t next_id_ = 1;
  std::uint64_t folds_ = 0;
  std::int64_t folded_ = 0;
  std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
};

}  // namespace parallel_testing::launcher
