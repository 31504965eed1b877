// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/path_memory.hpp"

#include <string_view>

namespace parallel_testing::launcher {

namespace {

constexpr std::size_t most_remembered = 8192;

/// At the end of the key of a link, which no path has.
std::string_view end_of_link(bool follows) {
  constexpr std::string_view followed{"\0f", 2};
  constexpr std::string_view kept{"\0k", 2};
  return follows ? followed : kept;
}

}  // namespace

path_memory::entry* path_memory::recall(std::string& key, bool follows) {
  auto found = entries_.find(key);
  if (found != entries_.end() && found->second.item == nullptr) {
    key += end_of_link(follows);
    found = entries_.find(key);
  }
  return found == entries_.end() ? nullptr : &found->second;
}

void path_memory::remember(std::string& key, const entry& what, bool is_link,
                           bool follows) {
  if (entries_.size() >= most_remembered) {
    entries_.clear();
  }
  if (is_link) {
    entries_.insert_or_assign(key, entry{nullptr, 0, observed::state::link});
    key += end_of_link(follows);
  }
  const auto known = entries_.try_emplace(key, what).first;
  const use_set before =
      known->second.item == what.item ? known->second.uses : 0;
  known->second = what;
  known->second.uses |= before;
}

void path_memory::forget() {
  entries_.clear();
}

void path_memory::forget_items_before(std::uint64_t folds) {
  if (folds != folds_) {
    folds_ = folds;
    entries_.clear();
  }
}

}  // namespace parallel_testing::launcher
