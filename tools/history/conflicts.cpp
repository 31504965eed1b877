// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/conflicts.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

namespace parallel_testing::tools {
namespace {

class conflict_finder {
 public:
  conflict_finder(const std::vector<hold>& holds,
                  const std::vector<process>& processes)
      : holds_(holds), processes_(processes) {}

  std::vector<conflict> run();

 private:
  /// The two holds of one mode that end last and belong to different families.
  /// A newcomer belongs to at most one of the two, so the other decides.
  using latest_holds = std::vector<std::size_t>;

  [[nodiscard]] std::size_t family(std::size_t hold_index) const {
    return processes_[holds_[hold_index].process].family;
  }
  [[nodiscard]] bool excludes(std::size_t held, std::size_t newcomer) const;
  [[nodiscard]] std::optional<std::size_t> first_excluding(
      const latest_holds& latest, std::size_t newcomer) const;
  void remember(latest_holds& latest, std::size_t newcomer) const;

  const std::vector<hold>& holds_;
  const std::vector<process>& processes_;
};

bool conflict_finder::excludes(std::size_t held, std::size_t newcomer) const {
  const hold& a = holds_[held];
  const hold& b = holds_[newcomer];
  if (b.begin_ns >= a.end_ns) {
    return false;
  }
  return family(held) != family(newcomer) || !(a.reentrant || b.reentrant);
}

std::optional<std::size_t> conflict_finder::first_excluding(
    const latest_holds& latest, std::size_t newcomer) const {
  for (const std::size_t held : latest) {
    if (excludes(held, newcomer)) {
      return held;
    }
  }
  return std::nullopt;
}

void conflict_finder::remember(latest_holds& latest,
                               std::size_t newcomer) const {
  constexpr std::size_t kept = 2;
  const auto ends_later = [&](std::size_t a, std::size_t b) {
    return holds_[a].end_ns > holds_[b].end_ns;
  };
  const auto same_family = std::find_if(
      latest.begin(), latest.end(),
      [&](std::size_t held) { return family(held) == family(newcomer); });
  if (same_family == latest.end()) {
    latest.push_back(newcomer);
  } else if (ends_later(newcomer, *same_family)) {
    *same_family = newcomer;
  }
  std::sort(latest.begin(), latest.end(), ends_later);
  if (latest.size() > kept) {
    latest.pop_back();
  }
}

std::vector<conflict> conflict_finder::run() {
  std::vector<std::size_t> order(holds_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(holds_[a].resource, holds_[a].begin_ns, a) <
           std::tie(holds_[b].resource, holds_[b].begin_ns, b);
  });
  std::vector<conflict> found;
  latest_holds exclusive;
  latest_holds shared;
  const hold* previous = nullptr;
  for (const std::size_t next : order) {
    const hold& current = holds_[next];
    if (previous == nullptr || previous->resource != current.resource) {
      exclusive.clear();
      shared.clear();
    }
    previous = &current;
    const bool is_exclusive = current.mode == hold_mode::exclusive;
    auto held = first_excluding(exclusive, next);
    if (!held && is_exclusive) {
      held = first_excluding(shared, next);
    }
    if (held) {
      found.push_back({*held, next});
    }
    remember(is_exclusive ? exclusive : shared, next);
  }
  return found;
}

}  // namespace

std::vector<conflict> find_conflicts(const std::vector<hold>& holds,
                                     const std::vector<process>& processes) {
  return conflict_finder(holds, processes).run();
}

}  // namespace parallel_testing::tools
