// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program that the user started knows about the units of the round
// that runs, and which node holds the locks of the whole cluster.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cluster/work_list.hpp"

namespace parallel_testing::cluster {

class open_units {
 public:
  /// `claims` is the directory of the claims.
  explicit open_units(std::string claims) : claims_(std::move(claims)) {}

  /// Only these units are known from now on.
  void begin_round(std::int64_t round, const std::vector<unit>& list,
                   const reserved_units& reserved);
  void add(const unit& made);

  /// Ignores other rounds than the one that runs.
  void set_done(std::int64_t round, const std::string& id);
  [[nodiscard]] bool are_done() const;

  /// The units that the node has claimed, or alone may claim, and not done.
  /// They count as done: their tests need new units.
  [[nodiscard]] std::vector<unit> take_from(const std::string& node);

  [[nodiscard]] std::int64_t round() const { return round_; }

 private:
  struct state {
    unit what;
    bool is_done = false;
  };
  std::string claims_;
  std::int64_t round_ = 1;
  reserved_units reserved_;
  std::map<std::string, state> units_;
};

/// Which node has each lock of the cluster. In the next round, the tests of a
/// lock run where they ran before, so that only the end of a node moves it.
class lock_turns {
 public:
  explicit lock_turns(std::string claims) : claims_(std::move(claims)) {}

  /// A unit with tests that need these locks; of no interest without locks.
  void add(const unit& made, const std::set<std::string>& keys);

  struct turn {
    std::string key;
    std::string node;
  };
  /// The turns in this round that were not known before, in order.
  [[nodiscard]] std::vector<turn> end_round(std::int64_t round);

  /// The units of the list of work with locks that one of `nodes` has.
  [[nodiscard]] reserved_units reserved_for(
      const std::set<std::string>& nodes) const;

 private:
  struct locked_unit {
    std::string id;
    std::set<std::string> keys;
    bool is_of_list = false;
  };
  std::string claims_;
  std::vector<locked_unit> units_;
  std::map<std::string, std::string> holders_;  ///< by key: the last one
  std::set<std::pair<std::string, std::string>> known_;
};

}  // namespace parallel_testing::cluster
