// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "cores/core_map.hpp"
#include "events/event_log.hpp"
#include "markers/marker.hpp"
#include "ranks/mpi_command.hpp"
#include "ranks/rank_verdict.hpp"

namespace parallel_testing::launcher {

/// The number in the marker `mpi`, 0 without one.
std::size_t ranks_of(const marker_list& markers);

/// The ranks of a test: how they are started, where they are, how they ended.
class rank_set {
 public:
  /// `directory` is empty, and lasts as long as this object. With `count` 0,
  /// the program that starts the ranks decides how many there are.
  rank_set(std::size_t count, std::string directory)
      : count_(count), directory_(std::move(directory)) {}

  /// The command that starts all of them, each with `threads` threads, on its
  /// own cores if the test has `cores`.
  [[nodiscard]] std::vector<std::string> command(
      const mpi_starter& starter, const std::vector<std::string>& program,
      const std::vector<core>& cores, std::size_t threads) const;

  /// The same for a command whose first `words` start the ranks themselves.
  [[nodiscard]] std::vector<std::string> watched(
      std::vector<std::string> command, std::size_t words) const;

  /// Removes what an outer mpiexec would tell the ranks.
  static void clean_environment();

  [[nodiscard]] std::vector<rank_record> records() const;

  /// The programs of the ranks that have not ended.
  [[nodiscard]] std::vector<pid_t> living() const;
  /// One line for each rank: what it does, or how it ended.
  [[nodiscard]] std::string state() const;

  /// Prints the output of these ranks; that of rank 0 was printed before.
  void print_output(const std::vector<int>& ranks) const;

  /// Logs one start and one end of each case.
  static void log(const ranks_verdict& found, const std::string& test,
                  event_log& log);

 private:
  [[nodiscard]] std::vector<std::string> watcher() const;
  [[nodiscard]] rank_record record(std::size_t rank) const;
  [[nodiscard]] std::size_t count() const;

  std::size_t count_;
  std::string directory_;
};

}  // namespace parallel_testing::launcher
