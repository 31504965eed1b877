// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace parallel_testing::stress_command {

/// Reduces `all` to a part for which `holds` is true and which has no half,
/// third, … for which it is: delta debugging (Zeller, Hildebrandt: Simplifying
/// and isolating failure-inducing input, 2002), but with two parts it does not
/// test the complements, because they are the parts. `holds(all)` must be true.
/// Calls `holds` at most about n² / 2 times, or 2 log n times if one item
/// decides.
template <class Item, class Predicate>
[[nodiscard]] std::vector<Item> narrow(std::vector<Item> all,
                                       const Predicate& holds) {
  std::size_t parts = 2;
  while (all.size() > 1) {
    parts = std::min(parts, all.size());
    std::vector<Item> smaller;
    const auto try_range = [&](std::size_t from, std::size_t to,
                               const bool inside) {
      std::vector<Item> some;
      for (std::size_t at = 0; at < all.size(); ++at) {
        if ((at >= from && at < to) == inside) {
          some.push_back(all[at]);
        }
      }
      if (!some.empty() && some.size() < all.size() && holds(some)) {
        smaller = std::move(some);
      }
      return !smaller.empty();
    };
    const auto start = [&](std::size_t part) {
      return part * all.size() / parts;
    };
    bool found = false;
    for (std::size_t part = 0; part < parts && !found; ++part) {
      found = try_range(start(part), start(part + 1), true);
    }
    const bool found_part = found;
    for (std::size_t part = 0; parts > 2 && part < parts && !found; ++part) {
      found = try_range(start(part), start(part + 1), false);
    }
    if (found) {
      all = std::move(smaller);
      parts = found_part ? 2 : std::max<std::size_t>(2, parts - 1);
    } else if (parts == all.size()) {
      break;
    } else {
      parts *= 2;
    }
  }
  return all;
}

}  // namespace parallel_testing::stress_command
