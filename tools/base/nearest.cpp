// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/nearest.hpp"

#include <algorithm>
#include <cstddef>

namespace parallel_testing::tools {
namespace {

using costs_to_prefixes = std::vector<std::size_t>;

/// Counts insertions, deletions, substitutions and swaps of neighbours.
std::size_t edit_distance(const std::string& left, const std::string& right) {
  costs_to_prefixes before(right.size() + 1);
  costs_to_prefixes last(right.size() + 1);
  costs_to_prefixes next(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) {
    last[column] = column;
  }
  for (std::size_t at = 1; at <= left.size(); ++at) {
    next[0] = at;
    for (std::size_t to = 1; to <= right.size(); ++to) {
      const std::size_t other = left[at - 1] == right[to - 1] ? 0 : 1;
      next[to] =
          std::min({last[to] + 1, next[to - 1] + 1, last[to - 1] + other});
      if (at > 1 && to > 1 && left[at - 1] == right[to - 2] &&
          left[at - 2] == right[to - 1]) {
        next[to] = std::min(next[to], before[to - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, next);
  }
  return last[right.size()];
}

}  // namespace

std::string nearest_name(const std::string& word,
                         const std::vector<std::string>& candidates) {
  std::size_t least = word.size() / 3 + 1;
  std::string nearest;
  for (const std::string& candidate : candidates) {
    const std::size_t difference = candidate.size() > word.size()
                                       ? candidate.size() - word.size()
                                       : word.size() - candidate.size();
    if (difference >= least) {
      continue;
    }
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string nearest_hint(const std::string& word,
                         const std::vector<std::string>& candidates,
                         const std::string& otherwise) {
  const std::string nearest = nearest_name(word, candidates);
  return nearest.empty() ? otherwise : ", did you mean '" + nearest + "'?";
}

}  // namespace parallel_testing::tools
