// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_CASE_LEDGER_HPP
#define PARALLEL_TESTING_SRC_CASE_LEDGER_HPP

#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <vector>

namespace parallel_testing {

/// How a case ended, with what happened around it taken into account.
struct case_ending {
  verdict how = verdict::pass;
  std::string message;
  bool failed_around = false;  ///< in a set-up, not in the case itself
};

/// Follows what a framework reports and decides what failures and skips outside
/// of cases mean for them: a set-up that failed is a failure of every case that
/// needed it, a tear-down that failed one of every case before it. Pure; one
/// per process.
class case_ledger {
 public:
  /// The framework begins to run what it selected, for the first time or again.
  void begin_round();
  void begin_suite();
  void end_suite();
  void begin_case(const std::string& name);

  /// An assertion failed. Returns the cases that had ended already and that
  /// have failed because of it.
  std::vector<std::string> note_failure(const std::string& text);
  bool is_in_case() const noexcept { return is_in_case_; }
  void note_skip(const std::string& text);

  /// `how` is what the framework makes of the case.
  case_ending end_case(verdict how, const std::string& message);

  /// What a case that the framework never began has become: skipped or failed
  /// because of the set-up of the program, or else passed, which says nothing.
  case_ending ending_of_unbegun() const;

 private:
  struct trouble {
    bool failed = false;
    bool skipped = false;
    std::string text;  ///< of the first failure, or else of the first skip
    void fail(const std::string& why);
    void skip(const std::string& why);
  };
  /// Where a report that belongs to no case comes from.
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

#endif
