// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The orders of the program that the user started to all agents: one line for
// each in a file that only this program writes.
#pragma once

#include <string>
#include <vector>

#include "cluster/work_list.hpp"

namespace parallel_testing::cluster {

struct order_list {
  bool is_over = false;     ///< nothing is left to claim
  bool is_stopped = false;  ///< start no more tests
  int signal = 0;           ///< also end those that run, as this signal does
  std::vector<unit> again;  ///< units of agents that ended early
};

/// Ignores a last line without its newline, which is still being written. Pure.
[[nodiscard]] order_list parse_orders(const std::string& text);

/// Opens the file anew, so that NFS asks the server.
[[nodiscard]] order_list read_orders(const std::string& path);

class order_writer {
 public:
  explicit order_writer(std::string path) : path_(std::move(path)) {}

  /// All throw cli::failure.
  void end();
  void stop();
  void interrupt(int signal);
  void run_again(const unit& lost);

 private:
  void add(const std::string& line);
  std::string path_;
};

}  // namespace parallel_testing::cluster
