// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <parallel_testing/detail/verdict.hpp>
#include <string>
#include <vector>

#include "base/left_processes.hpp"
#include "shared_process/process_end.hpp"

namespace parallel_testing {

/// The progress of the cases of a unit, in memory that the process that runs
/// them shares with its supervisor, so that it survives a crash. It exists
/// until both have ended.
class case_board {
 public:
  /// Throws error when out of memory.
  explicit case_board(std::size_t cases);
  /// Opens the board of another process by its path(). Throws error.
  case_board(std::size_t cases, const std::string& path);
  case_board(const case_board&) = delete;
  case_board& operator=(const case_board&) = delete;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// The path by which a program that is executed later opens the board; ""
  /// where the system does not support that.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// Called by the process that runs the cases:
  void begin(std::size_t at) noexcept;
  /// A case that has failed before stays failed.
  void end(std::size_t at, verdict how) noexcept;
  /// The framework chose cases that are not in this unit.
  void refuse() noexcept;
  /// The cases cannot be forked: each needs its own start of the program.
  void split() noexcept;
  /// Records how the forked process of a case ended, if that is why the case
  /// has its verdict.
  void note_end(std::size_t at, const process_end& end) noexcept;
  /// What the running case may leave behind, for the supervisor.
  void note_leak_rule(const leak_rule& rule) noexcept;
  void begin_suite() noexcept;
  /// Sets whether the framework runs, including set-ups and tear-downs around
  /// cases.
  void set_in_round(bool runs) noexcept;
  /// Sets the event log, the run and the worker of the process. Texts that are
  /// too long for the board are dropped.
  void introduce(const std::string& log, const std::string& run,
                 const std::string& worker) noexcept;

  /// Called by the supervisor:
  /// std::nullopt for a case that has not run yet.
  [[nodiscard]] std::optional<verdict> verdict_of(
      std::size_t at) const noexcept;
  void settle(std::size_t at, verdict how) noexcept;
  [[nodiscard]] std::optional<std::size_t> running() const noexcept;
  /// The process that began the last case, std::nullopt when none has begun. It
  /// may be one that main() forked to run the tests.
  [[nodiscard]] std::optional<pid_t> runner() const noexcept;
  /// The case that ended last, std::nullopt when none has ended in the running
  /// suite.
  [[nodiscard]] std::optional<std::size_t> last() const noexcept;
  [[nodiscard]] bool is_refused() const noexcept;
  [[nodiscard]] bool is_split() const noexcept;
  [[nodiscard]] std::optional<process_end> end_of(
      std::size_t at) const noexcept;
  [[nodiscard]] bool is_in_round() const noexcept;
  /// std::nullopt when no case has begun.
  [[nodiscard]] std::optional<leak_rule> rule_for_leaks() const noexcept;
  [[nodiscard]] std::string log() const;
  [[nodiscard]] std::string run() const;
  [[nodiscard]] std::string worker() const;
  /// The cases without a verdict.
  [[nodiscard]] std::vector<std::size_t> not_run() const;
  /// Resets the state of the process before a new one starts. Verdicts, ends
  /// and split() are kept.
  void start_over() noexcept;

 private:
  struct header;
  static std::size_t memory_size(std::size_t cases) noexcept;
  void use(void* memory) noexcept;

  header* head_ = nullptr;
  std::atomic<std::uint32_t>* ends_ = nullptr;
  std::atomic<unsigned char>* states_ = nullptr;
  std::size_t size_;
  std::string path_;
};

}  // namespace parallel_testing
