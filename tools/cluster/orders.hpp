// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The orders of the program that the user started to all agents: one line for
// each in a file that only this program writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cluster/work_list.hpp"

namespace parallel_testing::cluster {

struct order_list {
  bool is_over = false;     ///< nothing is left to claim
  bool is_stopped = false;  ///< start no more tests
  int signal = 0;           ///< also end those that run, as this signal does
  std::int64_t round = 1;   ///< of the units of the list of work
  reserved_units reserved;  ///< in this round, besides those of the list
  std::vector<unit> again;  ///< in this round: units of agents that ended early
};

/// Ignores a last line without its newline, which is still being written. Pure.
[[nodiscard]] order_list parse_orders(const std::string& text);

/// Opens the file anew, so that NFS asks the server. Nothing if it cannot be
/// read.
[[nodiscard]] std::optional<order_list> read_orders(const std::string& path);

class order_writer {
 public:
  explicit order_writer(std::string path) : path_(std::move(path)) {}

  /// All throw cli::failure.
  void end();
  void stop();
  void interrupt(int signal);
  /// On the node `only`, or on any if that is "".
  void run_again(const unit& lost, const std::string& only);
  /// All units of the list of work again.
  void begin_round(std::int64_t round, const reserved_units& reserved);

 private:
  void add(const std::string& line);
  std::string path_;
};

}  // namespace parallel_testing::cluster
