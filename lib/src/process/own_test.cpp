// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/own_test.hpp"

#include <stdlib.h>

#include <utility>

#include "base/format.hpp"
#include "base/process_info.hpp"

namespace parallel_testing {

namespace {

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

own_test::own_test(const process_options& given)
    : only_(given.test), unit_(given.unit), selector_(given.selector) {}

void own_test::become(const process_options& given) {
  only_ = given.test;
  selector_ = given.selector;
}

std::string own_test::name() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (!running_.empty()) {
    return running_;
  }
  if (!only_.empty()) {
    return only_;
  }
  return unit_.empty() ? base_name(own_executable()) : unit_;
}

bool own_test::is_running() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return !running_.empty();
}

void own_test::expect_one(adapter::framework kind) {
  kind_ = kind;
  expects_one_ = true;
}

void own_test::forget_selector(std::size_t selected) {
  const std::lock_guard<std::mutex> guard(mutex_);
  only_.clear();
  selector_.clear();
  expects_one_ = expects_one_ && selected == 1;
  ::setenv("PARALLEL_TESTING_TEST_NAME", "", 1);
}

void own_test::continue_in_fork() {
  progress_.start_over_alone();
  failed_ = false;
}

bool own_test::is_expected() const {
  return expects_one_ && progress_.begun() == 0;
}

stage own_test::what_runs() const noexcept {
  if (is_in_case_ || is_in_round_) {
    return stage::running;
  }
  const bool is_awaited = expects_one_ && !progress_.has_framework_run();
  return is_awaited ? stage::awaiting : stage::nothing;
}

/// The parent of the processes of a unit sees how they end, so a unit does not
/// record rounds.
void own_test::begin_round() noexcept {
  is_in_round_ = true;
  if (!is_part_of_unit()) {
    progress_.begin_round();
  }
}

void own_test::end_round() noexcept {
  is_in_round_ = false;
  progress_.end_round();
}

void own_test::begin(std::string name) {
  progress_.begin_case(name);
  is_in_case_ = true;
  const std::lock_guard<std::mutex> guard(mutex_);
  running_ = last_ = std::move(name);
}

void own_test::end(verdict how, const std::string& reason) {
  if (how == verdict::fail) {
    note_failure(reason);
  }
  if (how == verdict::skip) {
    progress_.note_skip(reason);
  }
  progress_.end_case();
  is_in_case_ = false;
  const std::lock_guard<std::mutex> guard(mutex_);
  running_.clear();
}

void own_test::note_failure_around(const std::string& reason) noexcept {
  failed_ = true;
  progress_.note_failure_around(reason);
}

void own_test::note_failure(const std::string& reason) noexcept {
  failed_ = true;
  progress_.note_failure(reason);
}

void own_test::note_fork_failure(const std::string& reason) {
  if (!fork_failure_) {
    fork_failure_ = reason;
  }
}

void own_test::publish_fork_failure() noexcept {
  if (fork_failure_) {
    progress_.note_failure(*fork_failure_);
  }
}

void own_test::fail_at_end(const std::string& reason) noexcept {
  fails_at_end_ = true;
  note_failure(reason);
}

seen_cases own_test::seen() const {
  seen_cases result;
  // One of several copies may leave the test to the other copies.
  const bool is_left = progress_.ended() == 0 && progress_.has_peer();
  result.expects_one = expects_one_ && !is_left;
  result.expected = only_;
  result.is_awaited = result.expects_one && !progress_.has_framework_run();
  result.running = progress_.unfinished_case();
  result.is_in_round = is_in_round_ || progress_.has_unfinished_round();
  result.ended = progress_.ended();
  result.has_failed = progress_.has_failed();
  result.failed_around = progress_.has_failed_around();
  result.all_skipped = progress_.skipped() == progress_.ended();
  result.reason = progress_.reason();
  return result;
}

void own_test::record(const judged_test& judged, event_log& log,
                      pid_t owner) const {
  if (!judged.is_broken() || is_part_of_unit()) {
    return;
  }
  const std::string running = progress_.unfinished_case();
  if (!running.empty()) {
    log.write(events::case_crash{{running, "", 0, owner, judged.why}});
  } else if (progress_.ended() > 0) {
    log.write(events::case_failure{last(), judged.why, owner});
  } else {
    log.write(events::case_missing{{last(), "", 0, owner, judged.why}});
  }
}

void own_test::note(const judged_test& judged) noexcept {
  if (!is_bad(judged.how)) {
    return;
  }
  if (judged.where == failure_site::test) {
    note_failure(judged.why);
  } else {
    note_failure_around(judged.why);
  }
}

std::optional<judged_test> own_test::judge_launched(int status) const {
  const std::string running = progress_.unfinished_case();
  if (!running.empty() || progress_.has_unfinished_round()) {
    return judged_test{
        running.empty() ? verdict::fail : verdict::crash,
        fmt::format("a process of the test ended {}",
                    running.empty() ? "while its framework still ran"
                                    : "in the middle of '" + running + "'"),
        failure_site::program};
  }
  const bool may_have_said_skip = progress_.skipped() > 0;
  if (progress_.has_failed()) {
    const auto where = may_have_said_skip              ? failure_site::program
                       : progress_.has_failed_around() ? failure_site::around
                                                       : failure_site::test;
    return judged_test{verdict::fail, progress_.reason(), where};
  }
  if (status == 0 || may_have_said_skip) {
    return std::nullopt;
  }
  return judged_test{
      verdict::fail,
      fmt::format("the test passed, but the program or its emulator ended with "
                  "status {}",
                  status),
      failure_site::program};
}

}  // namespace parallel_testing
