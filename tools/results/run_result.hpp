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

/// The message of a test that the run did not reach.
constexpr const char* not_started = "it was not started";

struct lock_use {
  std::string key;
  hold_mode mode = hold_mode::exclusive;
  std::int64_t waited_ns = 0;
  std::int64_t held_ns = 0;
  std::int64_t begin_mono_ns = 0;  ///< CLOCK_MONOTONIC at the acquire
};

enum class artifact_kind { other, picture, text };

/// A file that a test left in its directory for artifacts.
struct artifact {
  std::string name;  ///< in that directory
  std::string path;  ///< absolute
  std::uint64_t size = 0;
  artifact_kind kind = artifact_kind::other;
  /// What a page shows: the beginning of a text, a `data:` URI of a picture.
  std::string content{};
};

/// One run of a case, or one that should have happened. Unknown numbers are 0,
/// unknown texts are empty.
struct attempt {
  verdict outcome = verdict::not_run;
  std::int64_t round = 1;  ///< of --repeat; other attempts are retries
  std::string worker;
  std::int64_t pid = 0;
  std::int64_t start_ns = 0;       ///< CLOCK_REALTIME
  std::int64_t start_mono_ns = 0;  ///< CLOCK_MONOTONIC, for a timeline
  std::int64_t duration_ns = 0;
  std::int64_t end_mono_ns = 0;  ///< when CTest reported its end; 0: it did not
  std::string message;  ///< why it did not pass: assertion, signal, timeout, …
  std::string output;   ///< of the whole process, if CTest kept it
  std::int64_t max_rss_kib = 0;  ///< of its process
  std::int64_t cpu_us = 0;       ///< of its process
  std::vector<lock_use> locks;
  std::vector<std::string> artifact_directories{};  ///< names in the log
  std::vector<artifact> artifacts{};  ///< see results/artifacts.hpp
};

struct test_result {
  std::int64_t number = 0;  ///< in CTest
  std::string name;  ///< in CTest; its own for a case that shares a process
  std::string unit;  ///< CTest test that runs it with others, else empty
  std::string executable;
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> markers;
  std::vector<std::string> labels;
  std::vector<attempt> attempts;  ///< never empty, in order
  /// Programs that it started and that still ran at the end.
  std::vector<std::string> left_behind;
  bool is_launched = false;  ///< by the launcher, which ends leftover processes
  std::optional<launch_quarantine> quarantine{};  ///< of its last attempt

  /// The attempt that decides: the last attempt of the first round that ended
  /// badly; otherwise the last of all attempts.
  [[nodiscard]] const attempt& decisive() const;
  [[nodiscard]] verdict outcome() const { return decisive().outcome; }
  /// Failed in a quarantine, so that the failure does not count.
  [[nodiscard]] bool is_excused() const;
  /// Ended badly, and not in a quarantine.
  [[nodiscard]] bool counts_as_failure() const {
    return is_bad(outcome()) && !is_excused();
  }
  /// The outcome for a comparison with other runs: a failure in a quarantine,
  /// which may come and go, compares as a pass.
  [[nodiscard]] verdict compared_outcome() const {
    return is_excused() ? verdict::pass : outcome();
  }
  /// Passed in the end, but not at the first attempt.
  [[nodiscard]] bool is_flaky() const;
  /// Why it may have run on another node before; "" if it cannot have.
  [[nodiscard]] std::string possible_run() const;
  /// Passed, but left processes behind.
  [[nodiscard]] bool has_left_processes() const {
    return outcome() == verdict::pass && !left_behind.empty();
  }
  /// The run ended before it started.
  [[nodiscard]] bool never_started() const;
  /// Summed over all attempts.
  [[nodiscard]] std::int64_t total_ns() const;
  [[nodiscard]] std::int64_t waited_ns() const;
};

struct run_result {
  std::string run;      ///< id
  std::string project;  ///< this and all up to `end`: only known with `run`
  std::string build;
  std::string source{};  ///< directory
  std::string ctest;
  std::int64_t workers = 0;
  std::string seed;
  std::optional<run_shard>
      shard{};  ///< none for a whole run, and for several shards
  /// How `parallel-testing run` ended. Nothing without that program, or if it
  /// was killed.
  std::optional<run_end> end{};
  std::int64_t start_ns = 0;  ///< CLOCK_REALTIME of the first event
  std::int64_t start_mono_ns = 0;
  std::int64_t wall_ns = 0;  ///< to the last event
  /// Time of processes with several cases before, between and after the cases.
  std::int64_t around_cases_ns = 0;
  std::vector<test_result> tests;  ///< in the order of their first starts
  /// What would be impossible if log and listing were understood: errors of
  /// this program.
  std::vector<std::string> contradictions{};

  /// `complete`, `stopped`, `interrupted` or `unknown`.
  [[nodiscard]] const char* end_text() const {
    return end ? to_text(*end) : "unknown";
  }
};

/// Whether the failure of a test with this event does not count.
[[nodiscard]] bool is_excused(const std::optional<launch_quarantine>& given);

/// `in quarantine until 2027-03-01, owner storage team: loses a file`, or that
/// the quarantine is over; empty without a quarantine.
[[nodiscard]] std::string quarantine_text(
    const std::optional<launch_quarantine>& given);

/// Remedy for a test that leaves processes behind, with the marker that helps.
[[nodiscard]] std::string leftover_remedy(const test_result& of);

/// The names of the CTest tests that the run did not reach. Pure.
[[nodiscard]] std::vector<std::string> unstarted_tests(
    const run_result& result);

}  // namespace parallel_testing::tools
