// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/case_parent.hpp"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "events/event_log.hpp"
#include "process/process.hpp"
#include "shared_process/case_orphans.hpp"
#include "shared_process/signal_forwarding.hpp"
#include "shared_process/unit_verdict.hpp"
#include "verdicts/death.hpp"
#include "verdicts/registered_test.hpp"

namespace parallel_testing {

namespace {

/// What the launcher recorded for the process `former` now applies to this
/// process.
void take_over_supervision(pid_t former) {
  const char* const value = ::getenv("PARALLEL_TESTING_SUPERVISED");
  const std::string start = std::to_string(former) + " ";
  if (value == nullptr || std::string(value).rfind(start, 0) != 0) {
    return;
  }
  const std::string now =
      std::to_string(::getpid()) + " " + (value + start.size());
  ::setenv("PARALLEL_TESTING_SUPERVISED", now.c_str(), 1);
}

/// Whether the launcher started this process.
bool is_launched() {
  const char* const value = ::getenv("PARALLEL_TESTING_SUPERVISED");
  return value != nullptr &&
         starts_with(value, std::to_string(::getpid()) + " ");
}

class case_parent {
 public:
  case_parent(adapter::framework kind, const unit_record& unit,
              case_board& board)
      : kind_(kind), unit_(unit), board_(board) {
    if (unit.is_isolated) {
      adopt_orphans();
      orphans_.emplace(::getpid());
    }
  }

  std::vector<std::size_t> run() {
    for (;;) {
      std::vector<std::size_t> rest = board_.not_run();
      if (rest.empty()) {
        finish();
      }
      if (board_.is_split()) {
        rest.resize(1);
      }
      if (start()) {
        return rest;
      }
      const process_end end =
          end_of_status(os::wait_for_and_reap_others(child_));
      signal_forwarding::forward_to(0);
      settle(end, rest);
    }
  }

 private:
  /// Returns true in the child.
  bool start() {
    board_.start_over();
    const pid_t self = ::getpid();
    const pid_t parent = launching_process();
    if (forwarding_.last() != 0) {
      stop();
    }
    const blocked_signals blocked;
    child_ = ::fork();
    if (child_ < 0) {
      os::say(
          fmt::format("cannot start a process for '{}': {}; free some "
                      "memory or raise the limit of processes",
                      unit_.name, std::strerror(errno)));
      summarise();
      if (process::is_registered_test()) {
        die_as_failure();
      }
      ::_exit(1);
    }
    if (child_ > 0) {
      signal_forwarding::forward_to(child_);
      return false;
    }
    die_with(self);
    forwarding_.undo();
    set_launching_process(parent);
    take_over_supervision(self);
    return true;
  }

  void settle(const process_end& end,
              const std::vector<std::size_t>& assigned) {
    const bool stops =
        forwarding_.last() != 0 &&
        (end.how == process_end::kind::signal || !board_.not_run().empty());
    observed_process seen;
    seen.kind = kind_;
    seen.end = end;
    seen.assigned = assigned;
    seen.verdicts = verdicts();
    seen.running = board_.running();
    seen.is_refused = board_.is_refused();
    seen.is_put_off = board_.is_split() && !was_split_;
    ran_one_case_ = was_split_;
    was_split_ = board_.is_split();
    seen.is_in_round = board_.is_in_round();
    const unit_verdict judged = judge(seen);
    for (const lost_case& lost : judged.lost) {
      record(lost);
    }
    if (!judged.failure.empty()) {
      os::say(judged.failure);
      has_failed_ = true;
      blame(assigned, judged.failure);
    }
    if (stops) {
      stop();
    }
    if (orphans_) {
      settle_orphans(assigned);
    }
    remember_run();
    const std::size_t left = board_.not_run().size();
    if (left > 0 && !board_.is_split()) {
      os::say(fmt::format(
          "{} did not run yet; a new process runs them",
          left == 1 ? "1 test case" : fmt::format("{} test cases", left)));
    }
  }

  /// Ends what a process that was started for one case left behind. What any
  /// other process left is a matter of the whole unit.
  void settle_orphans(const std::vector<std::size_t>& assigned) {
    if (!ran_one_case_ || !is_launched()) {
      orphans_->tolerate();
      return;
    }
    const std::size_t at = assigned.front();
    const leak_rule rule = board_.rule_for_leaks().value_or(
        leak_rule_of({}, os::variable("PARALLEL_TESTING_LEAK")));
    const std::vector<left_process> left = orphans_->end(rule);
    if (left.empty()) {
      return;
    }
    const unit_case& given = unit_.cases[at];
    const std::string message =
        message_about_left(left, shown_name_of(given, unit_), rule.policy);
    if (!message.empty()) {
      os::say(message);
    }
    const std::optional<verdict> how = board_.verdict_of(at);
    if (rule.policy == leak_policy::fail && how && !is_bad(*how)) {
      board_.settle(at, verdict::leak);
    }
    if (board_.log().empty()) {
      return;
    }
    log_.open_as(board_.log(), board_.run(), board_.worker());
    for (const left_process& each : left) {
      log_.write(event_of(each, given.name, runner(), rule));
    }
  }

  [[nodiscard]] std::vector<std::optional<verdict>> verdicts() const {
    std::vector<std::optional<verdict>> result;
    for (std::size_t at = 0; at < board_.size(); ++at) {
      result.push_back(board_.verdict_of(at));
    }
    return result;
  }

  /// The process whose events those of its cases are.
  [[nodiscard]] pid_t runner() const {
    return board_.runner().value_or(child_);
  }

  /// Fails the cases that the end of the process affects: those of the suite
  /// that was being torn down, or all of them.
  void blame(const std::vector<std::size_t>& assigned, const std::string& why) {
    if (board_.log().empty()) {
      return;
    }
    log_.open_as(board_.log(), board_.run(), board_.worker());
    const auto last = board_.last();
    for (const std::size_t at : assigned) {
      const std::optional<verdict> how = board_.verdict_of(at);
      if (!how || is_bad(*how)) {
        continue;
      }
      const bool is_affected =
          !board_.is_in_round() || (last && suite_of(at) == suite_of(*last));
      if (!is_affected) {
        continue;
      }
      board_.settle(at, verdict::fail);
      log_.write(events::case_failure{unit_.cases[at].name, why, runner()});
    }
  }

  /// Where cases are not torn down together, each is its own suite.
  [[nodiscard]] std::string suite_of(std::size_t at) const {
    const std::string& name = unit_.cases[at].name;
    const std::string_view end = framework_row_of(kind_).suite_end;
    return end.empty() ? name : name.substr(0, name.find(end));
  }

  void record(const lost_case& lost) {
    const unit_case& given = unit_.cases[lost.at];
    board_.settle(lost.at, lost.how);
    reasons_.resize(unit_.cases.size());
    reasons_[lost.at] = lost.why;
    const bool crashed = lost.how == verdict::crash;
    if (crashed) {
      os::say(fmt::format("'{}' crashed: {}", shown_name_of(given, unit_),
                          lost.why));
    }
    if (board_.log().empty()) {
      return;
    }
    log_.open_as(board_.log(), board_.run(), board_.worker());
    const events::lost_case event{given.name, given.file,
                                  given.line, runner(),
                                  lost.why,   shown_name_of(given, unit_)};
    if (crashed) {
      log_.write(events::case_crash{event});
    } else {
      log_.write(events::case_missing{event});
    }
  }

  /// Makes all processes of a unit that was started by hand belong to one run.
  void remember_run() const {
    const std::string run = board_.run();
    if (!run.empty()) {
      ::setenv("PARALLEL_TESTING_RUN_ID", run.c_str(), 0);
    }
  }

  /// What went wrong with a case, "" if nothing did or it never ran.
  [[nodiscard]] std::string_view problem_of(std::optional<verdict> how) const {
    if (how == verdict::fail) {
      return "failed";
    }
    if (how == verdict::crash) {
      return "crashed";
    }
    if (how == verdict::timeout) {
      return "timed out";
    }
    if (how == verdict::leak) {
      return "left processes behind";
    }
    if (how == verdict::not_run) {
      return "did not run";
    }
    const bool is_red =
        how == verdict::skip && unit_.skipped_cases == skips::are_failures;
    return is_red ? "skipped" : "";
  }

  void summarise() const {
    for (std::size_t at = 0; at < board_.size(); ++at) {
      const unit_case& given = unit_.cases[at];
      const std::string_view problem = problem_of(board_.verdict_of(at));
      if (problem.empty()) {
        continue;
      }
      const std::string why = reason_of(at);
      os::say(fmt::format("{}: {}{}{}{}", problem, shown_name_of(given, unit_),
                          why.empty() ? "" : ", ", why, source_of(given)));
    }
  }

  [[nodiscard]] std::string reason_of(std::size_t at) const {
    const std::string why = at < reasons_.size() ? reasons_[at] : "";
    const auto end = board_.end_of(at);
    return why.empty() && end ? to_text(*end) : why;
  }

  /// Whether a case has no verdict of its framework.
  [[nodiscard]] bool has_lost() const {
    for (std::size_t at = 0; at < board_.size(); ++at) {
      const auto how = board_.verdict_of(at);
      if (how == verdict::crash || how == verdict::timeout ||
          how == verdict::not_run) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool has(verdict how) const {
    for (std::size_t at = 0; at < board_.size(); ++at) {
      if (board_.verdict_of(at) == how) {
        return true;
      }
    }
    return false;
  }

  static std::string source_of(const unit_case& given) {
    if (given.line == 0) {
      return "";
    }
    return fmt::format(" ({}:{})", given.file, given.line);
  }

  [[noreturn]] void stop() const {
    summarise();
    die_of(forwarding_.last());
  }

  [[noreturn]] void finish() const {
    summarise();
    const int status = unit_status(verdicts(), unit_.skipped_cases);
    const auto test =
        process::is_registered_test() ? own_registered_test() : std::nullopt;
    if (test) {
      end_test_of_ctest(*test, status);
    }
    ::_exit(has_failed_ ? 1 : status);
  }

  /// Ends by a signal where the properties of the test may change the meaning
  /// of an exit code.
  void end_test_of_ctest(const registered_test& test, int status) const {
    if (has_failed_ || has_lost()) {
      die_as_failure();
    }
    if (status == skipped_status) {
      os::say(skip_line(test, "all its cases"));
    }
    const bool is_inverted = test.will_fail && has(verdict::leak);
    if (status == 1 && (test.is_reinterpreted || is_inverted)) {
      die_as_failure();
    }
  }

  adapter::framework kind_;
  const unit_record& unit_;
  case_board& board_;
  signal_forwarding forwarding_;
  event_log log_;
  std::vector<std::string> reasons_;
  pid_t child_ = 0;
  bool has_failed_ = false;
  bool was_split_ = false;
  bool ran_one_case_ = false;
  std::optional<case_orphans> orphans_;
};

}  // namespace

std::vector<std::size_t> run_in_children(adapter::framework kind,
                                         const unit_record& unit,
                                         case_board& board) {
  if (is_traced()) {
    return board.not_run();
  }
  // Never destroyed, because the child continues with its copy.
  static auto* const watching = new case_parent(kind, unit, board);
  return watching->run();
}

}  // namespace parallel_testing
