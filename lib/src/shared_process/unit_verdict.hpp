// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/detail/verdict.hpp>
#include <string>
#include <vector>

#include "discovery/unit_file.hpp"
#include "shared_process/process_end.hpp"

// Decides the verdicts from how a process that ran cases of a unit ended. Pure.
namespace parallel_testing {

/// The exit code of a unit that ctest reports as "Skipped".
inline constexpr int skipped_status = 77;

struct observed_process {
  adapter::framework kind = adapter::framework::googletest;
  process_end end;
  std::vector<std::size_t> assigned;  ///< the cases that it had to run
  /// The verdicts on all cases of the unit at its end; std::nullopt for a case
  /// that did not run.
  std::vector<std::optional<verdict>> verdicts;
  std::optional<std::size_t> running;
  bool is_refused = false;   ///< it has reported the problem itself
  bool is_put_off = false;   ///< it found that it must not fork any
  bool is_in_round = false;  ///< its framework had not finished
};

struct lost_case {
  std::size_t at = 0;
  verdict how = verdict::crash;  ///< crash or not_run
  std::string why;
};

struct unit_verdict {
  std::vector<lost_case> lost;
  std::string
      failure;  ///< a failure of the unit rather than of a case, "" for none
};

/// Cases that were neither run nor lost are left to the next process. Each
/// process runs or loses at least one case, so this terminates.
unit_verdict judge(const observed_process& seen);

/// The exit code of the whole unit: 0 when it passed, skipped_status when all
/// cases were skipped, otherwise 1.
int unit_status(const std::vector<std::optional<verdict>>& verdicts,
                skips skipped_cases);

}  // namespace parallel_testing
