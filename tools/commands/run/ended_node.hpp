// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a node that died leaves to the others.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "cluster/work_list.hpp"
#include "ctest/failed_tests.hpp"
#include "events/event.hpp"

namespace parallel_testing::run_command {

struct ended_node {
  std::string name;
  std::string reason;  ///< why it ended
  bool was_interrupted = false;
  std::int64_t round = 1;            ///< the one in which it ended
  std::vector<tools::event> events;  ///< its log
  struct open_unit {
    cluster::unit what;
    bool is_claimed = false;
  };
  std::vector<open_unit> units;  ///< that it alone may run, and has not done
};

struct node_remains {
  std::vector<tools::test_lost> records;  ///< for the log of the run
  /// One of these may have ended the node: each runs in a separate unit.
  std::vector<tools::numbered_test> suspects;
  std::vector<tools::numbered_test> others;
  bool has_lost = false;  ///< two nodes of a test ended
};

/// Decides, through all ends of nodes, which tests run once more: a test that
/// ends its nodes would end them all.
class lost_tests {
 public:
  /// `is_chosen` is whether the run is to run the test with this number, not
  /// only because a chosen one needs it.
  explicit lost_tests(std::function<bool(int)> is_chosen)
      : is_chosen_(std::move(is_chosen)) {}

  [[nodiscard]] node_remains take_from(const ended_node& node);
  void begin_round() { lost_once_.clear(); }

 private:
  std::function<bool(int)> is_chosen_;
  std::set<int> lost_once_;
};

}  // namespace parallel_testing::run_command
