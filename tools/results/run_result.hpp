// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cases of one run with all attempts at them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/event.hpp"

namespace parallel_testing::tools {

/// The message of a test that the run did not come to.
constexpr const char* not_started = "it was not started";

struct lock_use {
  std::string key;
  hold_mode mode = hold_mode::exclusive;
  std::int64_t waited_ns = 0;
  std::int64_t held_ns = 0;
  std::int64_t begin_mono_ns = 0;  // CLOCK_MONOTONIC of the acquire
};

/// One time a case ran, or should have. Numbers that are not known are 0,
/// texts empty.
struct attempt {
  verdict outcome = verdict::not_run;
  std::int64_t round = 1;  // of --repeat; the others are retries
  std::string worker;
  std::int64_t pid = 0;
  std::int64_t start_ns = 0;       // CLOCK_REALTIME
  std::int64_t start_mono_ns = 0;  // CLOCK_MONOTONIC, for a time line
  std::int64_t duration_ns = 0;
  std::string message;  // why it is no pass: assertion, signal, time-out, …
  std::string output;   // of the whole process, where CTest kept it
  std::int64_t max_rss_kib = 0;  // of its process
  std::int64_t cpu_us = 0;       // of its process
  std::vector<lock_use> locks;
};

struct test_result {
  std::int64_t number = 0;  // CTest's
  std::string name;         // CTest's; of a case that shares a process, its own
  std::string unit;  // CTest's name of what runs it with others, else empty
  std::string executable;
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> markers;
  std::vector<std::string> labels;
  std::vector<attempt> attempts;  // never empty, in order
  /// Programs it started that were still there when all was over.
  std::vector<std::string> left_behind;
  bool is_launched = false;  // by the launcher, which ends what is left

  /// What decides: the last attempt of the first round that ended badly, or
  /// the last attempt of all.
  [[nodiscard]] const attempt& decisive() const;
  [[nodiscard]] verdict outcome() const { return decisive().outcome; }
  /// Passed in the end, but not at once.
  [[nodiscard]] bool is_flaky() const;
  /// Passed, although it left processes behind.
  [[nodiscard]] bool has_left_processes() const {
    return outcome() == verdict::pass && !left_behind.empty();
  }
  /// The run ended before.
  [[nodiscard]] bool never_started() const;
  /// Summed over all attempts.
  [[nodiscard]] std::int64_t total_ns() const;
  [[nodiscard]] std::int64_t waited_ns() const;
};

struct run_result {
  std::string run;      // id
  std::string project;  // the rest up to `end` is known from `run` only
  std::string build;
  std::string source{};  // directory
  std::string ctest;
  std::int64_t workers = 0;
  std::string seed;
  std::optional<run_shard> shard{};  // none when it is the whole, or of several
  /// How `parallel-testing run` ended; nothing without it or when it was
  /// killed.
  std::optional<run_end> end{};
  std::int64_t start_ns = 0;  // CLOCK_REALTIME of the first event
  std::int64_t start_mono_ns = 0;
  std::int64_t wall_ns = 0;  // to the last event
  /// What processes that run several cases took before, between and after them.
  std::int64_t around_cases_ns = 0;
  std::vector<test_result> tests;  // in the order they first started
  /// What cannot be if log and listing were understood: errors of ours.
  std::vector<std::string> contradictions{};

  /// `complete`, `stopped`, `interrupted` or `unknown`.
  [[nodiscard]] const char* end_text() const {
    return end ? to_text(*end) : "unknown";
  }
};

/// What to do about what a test leaves behind, with the marker that helps.
[[nodiscard]] std::string leftover_remedy(const test_result& of);

/// CTest's names of the tests that the run did not come to. Pure.
[[nodiscard]] std::vector<std::string> unstarted_tests(
    const run_result& result);

}  // namespace parallel_testing::tools
