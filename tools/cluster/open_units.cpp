// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/open_units.hpp"

#include <algorithm>
#include <utility>

#include "cluster/claims.hpp"

namespace parallel_testing::cluster {

void open_units::begin_round(std::int64_t round, const std::vector<unit>& list,
                             const reserved_units& reserved) {
  round_ = round;
  reserved_ = reserved;
  units_.clear();
  for (const unit& each : list) {
    add(each);
  }
}

void open_units::add(const unit& made) {
  units_[made.id] = {made, false};
}

void open_units::set_done(std::int64_t round, const std::string& id) {
  const auto found = units_.find(id);
  if (round == round_ && found != units_.end()) {
    found->second.is_done = true;
  }
}

bool open_units::are_done() const {
  return std::all_of(units_.begin(), units_.end(),
                     [](const auto& each) { return each.second.is_done; });
}

std::vector<unit> open_units::take_from(const std::string& node) {
  std::vector<unit> taken;
  for (auto& [id, known] : units_) {
    const std::string owner = owner_of_claim(claims_, round_, id);
    const auto only = reserved_.find(id);
    const bool is_its = owner.empty()
                            ? only != reserved_.end() && only->second == node
                            : owner == node;
    if (!known.is_done && is_its) {
      known.is_done = true;
      taken.push_back(known.what);
    }
  }
  return taken;
}

void lock_turns::add(const unit& made, const std::set<std::string>& keys) {
  if (!keys.empty()) {
    units_.push_back({made.id, keys, !made.node.empty()});
  }
}

std::vector<lock_turns::turn> lock_turns::end_round(std::int64_t round) {
  std::vector<turn> turns;
  for (const locked_unit& each : units_) {
    const std::string node = owner_of_claim(claims_, round, each.id);
    if (node.empty()) {
      continue;
    }
    for (const std::string& key : each.keys) {
      holders_[key] = node;
      if (known_.insert({key, node}).second) {
        turns.push_back({key, node});
      }
    }
  }
  std::erase_if(units_,
                [](const locked_unit& each) { return !each.is_of_list; });
  return turns;
}

reserved_units lock_turns::reserved_for(
    const std::set<std::string>& nodes) const {
  reserved_units reserved;
  for (const locked_unit& each : units_) {
    for (const std::string& key : each.keys) {
      const auto holder = holders_.find(key);
      if (each.is_of_list && holder != holders_.end() &&
          nodes.contains(holder->second)) {
        reserved[each.id] = holder->second;
      }
    }
  }
  return reserved;
}

}  // namespace parallel_testing::cluster
