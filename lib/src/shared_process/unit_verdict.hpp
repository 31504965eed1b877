// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_UNIT_VERDICT_HPP
#define PARALLEL_TESTING_SRC_UNIT_VERDICT_HPP

#include <cstddef>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/detail/verdict.hpp>
#include <string>
#include <vector>

#include "discovery/unit_file.hpp"

// What the end of a process that ran cases of a unit means. Pure.
namespace parallel_testing {

/// What ctest takes for "Skipped" when a unit ends with it.
inline constexpr int skipped_status = 77;

/// How a process ended.
struct process_end {
  enum class kind { exit, signal };
  kind how = kind::exit;
  int number = 0;  ///< exit code or number of the signal
};

/// "signal SIGSEGV" or "exit code 3".
std::string to_text(const process_end& end);

struct observed_process {
  adapter::framework kind = adapter::framework::googletest;
  process_end end;
  std::vector<std::size_t> wanted;  ///< cases it was to run
  /// Of all cases of the unit, at its end; nothing for one that did not run.
  std::vector<std::optional<verdict>> verdicts;
  std::optional<std::size_t> running;
  bool is_refused = false;   ///< it said itself what is wrong
  bool is_in_round = false;  ///< its framework had not finished
};

struct lost_case {
  std::size_t at = 0;
  verdict how = verdict::crash;  ///< crash or not_run
  std::string why;
};

struct unit_verdict {
  std::vector<lost_case> lost;
  std::string failure;  ///< of the unit rather than of a case, "" when none
};

/// Cases that are neither run nor lost belong to the next process; each
/// process runs or loses at least one, so there is an end to it.
unit_verdict judge(const observed_process& seen);

/// Of the whole unit: 0 passed, skipped_status when all skipped, else 1.
int unit_status(const std::vector<std::optional<verdict>>& verdicts,
                skips skipped_cases);

}  // namespace parallel_testing

#endif
