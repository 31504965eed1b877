// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/left_processes.hpp"
#include "base/process_info.hpp"
#include "events/schema.hpp"
#include "markers/marker.hpp"

namespace parallel_testing {

/// From now on, this process is the parent of descendants that lose theirs. It
/// has to wait for them.
void adopt_orphans() noexcept;

/// What to do about the processes that a case with these markers leaves behind.
/// `usual` is the value of PARALLEL_TESTING_LEAK, "" when it is not set.
leak_rule leak_rule_of(const marker_list& markers, const std::string& usual);

/// The record of a process that the case `test` left, which ran in `process`.
events::case_left event_of(const left_process& left, const std::string& test,
                           pid_t process, const leak_rule& rule);

/// Finds the processes that a case left behind, among the descendants of the
/// process that called adopt_orphans(). That process, which runs no code of the
/// program, is their parent, so that a program that waits for its children
/// never meets them.
class case_orphans {
 public:
  /// `adopter` called adopt_orphans(). Processes that exist now were not left
  /// by a case.
  explicit case_orphans(pid_t adopter);

  /// Called when the process of a case has ended: what it left, except
  /// processes that are certain to end. Costs one file of /proc if there is
  /// nothing.
  std::vector<left_process> find();

  /// Ends what a case left, according to `rule`. Returns all of it.
  std::vector<left_process> end(const leak_rule& rule);
  /// Kills what a case left.
  void kill();
  /// Does not count what a case left as left by a later one. Returns whether
  /// there was anything.
  bool tolerate();

 private:
  [[nodiscard]] std::string children() const;
  void nap() const;
  [[nodiscard]] bool is_known(const process_status& given) const;
  void spare_survivors(const std::vector<left_process>& left);

  pid_t adopter_;
  /// The children of the adopter when nothing was left behind.
  std::string usual_;
  std::vector<process_status> known_;
};

}  // namespace parallel_testing
