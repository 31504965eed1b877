// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Keeps track of what is open while a timeline is built: living processes,
// their case and what they hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::io {

class timeline_builder {
 public:
  struct live_process {
    std::size_t index = 0;
    std::int64_t next_seq = 0;
    std::map<resource, std::vector<std::size_t>> open_holds;
    std::optional<std::size_t> open_case;
    std::size_t first_grant = 0;
    std::size_t grants = 0;
  };

  /// The process of the next event, which proves that it lives. Events come
  /// in order of time.
  live_process& observe(const event& next);

  void start(live_process& live, process_start&& body);
  void grant_all(live_process& live, allocation&& body, std::int64_t at_ns);
  void finish(live_process& live, const process_finish& body);
  void begin_case(live_process& live, case_start&& body, const event& whole);
  void end_case(live_process& live, case_finish&& body, std::int64_t at_ns);
  void fail_case(case_failure&& body, const event& whole);
  /// A watching process says how a case ended that cannot do so itself.
  void lose_case(live_process& live, lost_case&& body, const event& whole);

  void note_left(live_process& live, launch_left&& body) {
    process& state = state_of(live);
    state.outlived =
        state.outlived || body.treatment == left_treatment::allowed;
    state.left.push_back(std::move(body));
  }
  /// What the one who watches says of a test, and of what that left behind.
  void note_end(const ctest_finish& end, const event& whole);
  void note_outlived(const ctest_left& left, const event& whole);

  void end_launch(live_process& live, launch_finish&& body) {
    state_of(live).launch = std::move(body);
  }

  /// The new hold, valid until the next one.
  hold& acquire(live_process& live, resource&& taken, std::int64_t at_ns);
  void release(live_process& live, const resource& given, std::int64_t at_ns);
  void give_up_directory(live_process& live, std::string&& path,
                         std::int64_t at_ns);
  bool close_hold_of_family(const live_process& live, const resource& given,
                            std::int64_t at_ns);

  /// What is still open ends with the last event of its process.
  timeline take();

 private:
  using process_key = std::pair<std::string, std::int64_t>;

  [[nodiscard]] std::size_t living_test_of(const event& next) const;
  live_process& new_process(const process_key& key, const event& next);
  void note_sequence(live_process& live, const event& next);
  void close_case(live_process& live, std::int64_t at_ns);
  bool close_hold(live_process& live, const resource& given,
                  std::int64_t at_ns);
  void end_process(live_process& live);
  [[nodiscard]] std::string test_of(const live_process& live) const;
  process& state_of(const live_process& live) {
    return result_.processes[live.index];
  }

  timeline result_;
  // By run, pid and name: the last case of it that no event has ended.
  std::map<std::tuple<std::string, std::int64_t, std::string>, std::size_t>
      unfinished_;
  // The same, of those that ended.
  std::map<std::tuple<std::string, std::int64_t, std::string>, std::size_t>
      ended_;
  std::map<process_key, live_process> live_;
  // By run and number of the test: its processes, of the last attempt.
  std::map<std::pair<std::string, std::int64_t>, std::vector<std::int64_t>>
      ended_tests_;
  // By run and worker: the process that started last.
  std::map<std::pair<std::string, std::string>, std::size_t> tests_;
};

}  // namespace parallel_testing::io
