// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_CASE_BOARD_HPP
#define PARALLEL_TESTING_SRC_CASE_BOARD_HPP

#include <atomic>
#include <cstddef>
#include <optional>
#include <parallel_testing/detail/verdict.hpp>
#include <string>
#include <vector>

namespace parallel_testing {

/// How far the cases of a unit are: memory that the process which runs them
/// shares with the one that watches, so that it outlives any death. Lives
/// until both are gone.
class case_board {
 public:
  /// Throws error when there is no memory.
  explicit case_board(std::size_t cases);
  /// The board of another process, at its path(). Throws error.
  case_board(std::size_t cases, const std::string& path);
  case_board(const case_board&) = delete;
  case_board& operator=(const case_board&) = delete;

  std::size_t size() const noexcept { return size_; }

  /// Where a program that is executed meanwhile finds it, "" where it cannot.
  const std::string& path() const noexcept { return path_; }

  // Of the process that runs the cases.
  void begin(std::size_t at) noexcept;
  /// A case that ran before and failed stays failed.
  void end(std::size_t at, verdict how) noexcept;
  /// The framework chose cases that are not of this unit.
  void refuse() noexcept;
  void begin_suite() noexcept;
  /// Whether the framework runs, set-ups and tear-downs around cases included.
  void set_in_round(bool runs) noexcept;
  /// Where its event log is and who it is; texts that are too long for the
  /// board are left out.
  void introduce(const std::string& log, const std::string& run,
                 const std::string& worker) noexcept;

  // Of the one that watches.
  /// Nothing for a case that has not run yet.
  std::optional<verdict> verdict_of(std::size_t at) const noexcept;
  void settle(std::size_t at, verdict how) noexcept;
  std::optional<std::size_t> running() const noexcept;
  /// The case that ended last, nothing when none did in the running suite.
  std::optional<std::size_t> last() const noexcept;
  bool is_refused() const noexcept;
  bool is_in_round() const noexcept;
  std::string log() const;
  std::string run() const;
  std::string worker() const;
  /// The cases that have no verdict.
  std::vector<std::size_t> not_run() const;
  /// A new process begins: nothing runs, nothing is known of it.
  void start_over() noexcept;

 private:
  struct header;
  header* head_;
  std::atomic<unsigned char>* states_;
  std::size_t size_;
  std::string path_;
};

}  // namespace parallel_testing

#endif
