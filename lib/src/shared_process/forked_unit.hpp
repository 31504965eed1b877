// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <memory>
#include <parallel_testing/detail/adapter.hpp>
#include <string>

#include "markers/marker.hpp"
#include "shared_process/case_orphans.hpp"
#include "shared_process/case_report.hpp"
#include "shared_process/forked_cases.hpp"
#include "shared_process/unit_session.hpp"

namespace parallel_testing {

/// If this process must not fork its cases, puts them off until each runs in a
/// process that starts the program again, and reports why.
void put_off_if_unsafe(unit_session& unit);

/// The cases of a unit, each in a process that is forked for it: begins a case
/// in the event log and on the board, forks, and settles what became of it.
class forked_unit {
 public:
  /// `count` cases will run. Throws error.
  forked_unit(unit_session& unit, std::size_t count);

  /// Runs a case. Returns true in its process, which has to become the case and
  /// must never destroy this object. Throws error.
  bool run(const adapter::case_description& described, marker_list markers);

  /// In the process of a case: its directory, "" if it has none.
  [[nodiscard]] const std::string& directory() const noexcept {
    return directory_;
  }
  /// In the process of a case: where it reports.
  case_report& report() noexcept { return forks_.report(); }

  /// After the last case.
  static void finish() noexcept;

 private:
  void enter_isolation_of_case(pid_t parent);
  void settle(const adapter::case_description& described,
              const std::string& shown_name, const leak_rule& rule);
  bool end_orphans(const adapter::case_description& described,
                   const std::string& shown_name, const leak_rule& rule);

  unit_session& unit_;
  forked_cases forks_;
  /// The supervisor of the unit, which started this process, adopts them.
  case_orphans orphans_;
  std::string directory_;
  std::size_t forked_ = 0;
  std::string private_label_;
  bool was_left_alone_ = true;  ///< by the last case
};

}  // namespace parallel_testing
