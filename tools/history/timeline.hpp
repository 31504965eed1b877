// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the events of one or more runs say happened: which process lived when,
// which case ran when, who held what when. It judges nothing; see replay.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/event.hpp"
#include "history/resource.hpp"

namespace parallel_testing::tools {

/// Half-open, in CLOCK_MONOTONIC nanoseconds.
struct interval {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
};

/// One process, from its first to its last event. A pid that comes back is
/// another process.
struct process : interval {
  std::string run;
  std::string worker;
  std::int64_t pid = 0;
  std::int64_t parent_pid = 0;
  std::string executable;
  std::string test;
  std::string selector;
  std::string ctest_test;
  std::vector<std::string> command;
  std::int64_t worker_count = 0;
  std::int64_t max_rss_kib = 0;  // as its process_finish says
  std::int64_t cpu_us = 0;
  bool started = false;
  bool finished = false;
  /// Of a launcher: how its test ended, and what that left behind.
  std::optional<launch_finish> launch;
  std::vector<launch_left> left;
  /// What it started went on after it, with its worker.
  bool outlived = false;
  /// Index of the test this process is a part of, itself if none: a living
  /// ancestor, or for one without a start the living holder of its worker.
  /// What a test passes on to its parts is not held twice.
  std::size_t family = 0;

  [[nodiscard]] bool crashed() const { return started && !finished; }
};

struct test_case : interval {
  std::size_t process = 0;
  std::string test;        // as the framework calls it
  std::string shown_name;  // of a case of a unit, as CTest would call it
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> markers;
  std::vector<std::string> tags;   // of Catch2, no markers
  std::optional<tools::verdict> outcome;  // none: its process ended first
  std::int64_t time_ns = 0;        // CLOCK_REALTIME of its start
  std::string message;             // of the event that ended it
  /// What came after its end made it a failure.
  bool failed_afterwards = false;
};

/// A case that no process ran, or that crashed before it began, as the process
/// that watched says.
struct lost_test_case : test_case {
  bool crashed = false;
};

/// From acquire to release; without a release, to the last event of the
/// process, which the resource cannot have left earlier.
struct hold : interval {
  tools::resource resource;
  hold_mode mode = hold_mode::exclusive;
  /// A family may hold it again; a port or directory must be new each time.
  bool reentrant = false;
  std::size_t process = 0;
  std::string test;  // the case running at the acquire, if any
  std::int64_t waited_ns = 0;
};

/// What ctest gave a test of one resource, until the last event of its process.
struct grant : interval {
  std::string spec;
  allocated_slots what;
  std::size_t process = 0;
};

/// Sequence numbers that are missing in a process.
struct event_gap {
  std::size_t process = 0;
  std::int64_t first_seq = 0;
  std::int64_t last_seq = 0;
  std::int64_t at_ns = 0;
};

struct unmatched_release {
  std::size_t process = 0;
  tools::resource resource;
  std::string test;
  std::int64_t at_ns = 0;
};

struct timeline {
  std::vector<process> processes;
  std::vector<test_case> cases;
  std::vector<lost_test_case> lost_cases;
  std::vector<hold> holds;
  std::vector<grant> grants;
  std::vector<event_gap> gaps;
  std::vector<unmatched_release> unmatched;
};

/// `events` in any order, of one machine since it was booted.
[[nodiscard]] timeline build_timeline(std::vector<event> events);

}  // namespace parallel_testing::tools
