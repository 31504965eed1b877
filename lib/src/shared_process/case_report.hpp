// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <parallel_testing/detail/verdict.hpp>
#include <string>
#include <string_view>

#include "shared_process/process_end.hpp"

namespace parallel_testing {

/// How the forked process of one case ended, with what it had reported.
struct forked_end {
  process_end end;
  /// The limit at which it was ended, 0 if it ended by itself.
  double limit_seconds = 0;
  bool has_begun = false;
  /// The verdict of the framework; std::nullopt when the case did not end.
  std::optional<verdict> how;
  std::int64_t duration_ns = 0;
  std::string message;
  /// Why the case failed after its end, for example in a tear-down.
  std::string afterwards;
  /// Whether the process came to its regular end.
  bool is_complete = false;
};

/// The verdict on a case that ran in a forked process.
struct forked_verdict {
  verdict how = verdict::pass;  ///< at the end of the case
  std::string message;
  std::string afterwards;  ///< why it failed after its end, "" if it did not
};

/// Pure.
forked_verdict judge_fork(const forked_end& seen);

/// What the forked process of a case reports, in memory that it shares with the
/// process that forked it. Texts are cut after 64 KiB.
class case_report {
 public:
  /// Throws error when out of memory.
  case_report();
  case_report(const case_report&) = delete;
  case_report& operator=(const case_report&) = delete;

  /// Forgets the former case.
  void start() noexcept;

  /// Called by the forked process.
  void begin_case() noexcept;
  /// Called by the forked process. When several tests are one case, it fails if
  /// any of them does, and is skipped if all are.
  void end_case(verdict how, std::int64_t duration_ns,
                std::string_view message) noexcept;
  /// Records why the process does not pass, after the end of its case or
  /// instead of it. The first reason is kept.
  void fail_process(std::string_view why) noexcept;
  void complete() noexcept;

  /// Called by the process that forked it, when the other has ended.
  [[nodiscard]] forked_end at_end(const process_end& end,
                                  double limit_seconds) const;

 private:
  struct content;
  content* content_;
};

}  // namespace parallel_testing
