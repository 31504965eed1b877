// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <vector>

namespace parallel_testing {

/// How a case ended, including the effect of set-ups around it.
struct case_ending {
  verdict how = verdict::pass;
  std::string message;
  bool failed_around = false;  ///< in a set-up, not in the case itself
};

/// Follows the reports of a framework and applies failures and skips outside
/// cases to the cases: a failed set-up fails every case that required it, and a
/// failed tear-down fails every case before it. Pure; one per process.
class case_ledger {
 public:
  /// The framework begins to run the cases that it selected, for the first time
  /// or again.
  void begin_round();
  void begin_suite();
  void end_suite();
  void begin_case(const std::string& name);

  /// An assertion failed. Returns the cases that had already ended and that it
  /// fails.
  std::vector<std::string> note_failure(const std::string& text);
  [[nodiscard]] bool is_in_case() const noexcept { return is_in_case_; }
  void note_skip(const std::string& text);

  /// `how` is the framework's result of the case.
  case_ending end_case(verdict how, const std::string& message);

  /// The case ran to its end in another process.
  void note_ended_elsewhere(const std::string& name);

  /// How a case that the framework never began ended: skipped or failed by the
  /// set-up of the program. Pass means that the set-up does not explain it.
  [[nodiscard]] case_ending ending_of_unbegun() const;

 private:
  struct trouble {
    bool failed = false;
    bool skipped = false;
    std::string text;  ///< that of the first failure, or else of the first skip
    void fail(const std::string& why);
    void skip(const std::string& why);
  };
  /// The set-up that a report outside a case belongs to; null for a tear-down.
  trouble* running_setup();

  trouble program_;
  trouble suite_;
  trouble case_;
  bool is_in_suite_ = false;
  bool is_in_case_ = false;
  bool suites_began_ = false;
  std::string running_;
  std::vector<std::string> ended_in_suite_;
  std::vector<std::string> ended_;
};

}  // namespace parallel_testing
