// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <memory>
#include <parallel_testing/port.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace parallel_testing::slurm_test {

/// Why there can be no cluster on this machine; "" if there can.
[[nodiscard]] std::string missing_for_cluster();

/// A cluster of nodes n1, n2, … with two processors each and a licence `db`.
class slurm_cluster {
 public:
  /// Waits until all nodes are idle. Throws std::runtime_error otherwise.
  explicit slurm_cluster(std::size_t nodes);
  slurm_cluster(const slurm_cluster&) = delete;
  slurm_cluster& operator=(const slurm_cluster&) = delete;
  ~slurm_cluster();

  /// A command whose programs use this cluster and nothing of this process.
  [[nodiscard]] support::command command(
      std::vector<std::string> arguments) const;
  [[nodiscard]] support::finished_process run(
      std::vector<std::string> arguments) const {
    return support::run(command(std::move(arguments)));
  }

  /// The ids of all jobs that wait or run.
  [[nodiscard]] std::vector<std::string> queue() const;
  /// Waits some seconds for an empty queue; returns what is left.
  [[nodiscard]] std::vector<std::string> queue_at_rest() const;
  /// Waits some seconds until no salloc or sbatch runs; returns what is left.
  [[nodiscard]] std::vector<std::string> requests_at_rest() const;

  /// A folder that all nodes see.
  [[nodiscard]] std::string path(const std::string& name) const {
    return folder_.path().string() + "/" + name;
  }

 private:
  temp_dir folder_{"slurm"};
  std::vector<reserved_port> ports_;
  std::unique_ptr<support::child_process> script_;
};

}  // namespace parallel_testing::slurm_test
