// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands/run/slurm/allocation.hpp"
#include "ctest/child.hpp"

namespace parallel_testing::run_command {

/// The tasks of an array, of which each is one node.
struct array_request {
  int first = 0;
  int last = 0;
  node_request each;    ///< for each task
  std::string program;  ///< a shell command
  std::string output;   ///< where the tasks write, with %a for the task
  std::string pulse;    ///< the file for the pulse of this process
};

/// The arguments of sbatch. Pure.
[[nodiscard]] std::vector<std::string> submit_arguments(
    const array_request& wanted);

/// A submitted array. It ends with this object, and with this process, however
/// that ends.
class array_job {
 public:
  /// Does not wait for the job to be known. Throws cli::failure.
  explicit array_job(const array_request& wanted);
  array_job(const array_job&) = delete;
  array_job& operator=(const array_job&) = delete;
  ~array_job();

  /// Readable when sbatch has printed something; -1: it will not.
  [[nodiscard]] int output() const { return sbatch_.output(); }
  /// Returns whether sbatch has just printed the job.
  bool read();
  /// The id of the job; "" as long as it is unknown.
  [[nodiscard]] const std::string& job() const { return job_; }
  /// What sbatch has printed besides the job.
  [[nodiscard]] const std::string& text() const { return text_; }

  /// sbatch ends after all tasks.
  [[nodiscard]] tools::child& sbatch() { return sbatch_; }
  [[nodiscard]] bool has_ended() const { return sbatch_.has_ended(); }

 private:
  std::string pulse_;
  tools::child sbatch_;
  std::string text_;
  std::string job_;
  /// Cancels the job if this process is killed.
  std::unique_ptr<tools::child> guard_;
};

}  // namespace parallel_testing::run_command
