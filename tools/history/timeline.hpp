// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The history in the events of one or more runs: when each process lived, when
// each case ran, and when each process held what. It judges nothing; see
// replay.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/event.hpp"
#include "history/resource.hpp"

namespace parallel_testing::tools {

/// A half-open interval in CLOCK_MONOTONIC nanoseconds.
struct interval {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
};

/// A process, from its first to its last event. Another process may have the
/// same pid later.
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
  std::int64_t max_rss_kib = 0;  ///< from its process_finish
  std::int64_t cpu_us = 0;
  bool started = false;
  bool finished = false;
  /// For a launcher: how its test ended, and the processes that it left behind.
  std::optional<launch_finish> launch;
  std::vector<launch_left> left;
  std::optional<launch_quarantine> quarantine;
  /// Whether processes that it started outlived it and kept its worker.
  bool outlived = false;
  /// Index of the test process to which this process belongs, its own index if
  /// it is a test: a living ancestor, or for a process without a start event
  /// the living process that holds its worker. What a test passes to its helper
  /// processes is not held twice.
  std::size_t family = 0;

  [[nodiscard]] bool crashed() const { return started && !finished; }
};

struct test_case : interval {
  std::size_t process = 0;
  std::string test;        ///< its name in the framework
  std::string shown_name;  ///< for a case of a unit: the name CTest would use
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> markers;
  std::vector<std::string> tags;          ///< of Catch2, except markers
  std::optional<tools::verdict> outcome;  ///< none: its process ended first
  std::int64_t time_ns = 0;               ///< CLOCK_REALTIME of its start
  std::string message;                    ///< from the event that ended it
  /// An event after its end made it a failure.
  bool failed_afterwards = false;
  /// What the process of the case left behind, and whether that is a failure.
  std::vector<launch_left> left;
  bool has_leaked = false;
};

/// A case that no process ran, or that crashed before it began, as the process
/// that watched it reports.
struct lost_test_case : test_case {
  bool crashed = false;
};

/// From the acquire to the release; without a release, to the last event of the
/// process, which cannot be later than the loss of the resource.
struct hold : interval {
  held_resource resource;
  hold_mode mode = hold_mode::exclusive;
  /// Whether a family may hold it again. A port or a directory must be new each
  /// time.
  bool reentrant = false;
  std::size_t process = 0;
  std::string test;  ///< the case running at the acquire, if any
  std::int64_t waited_ns = 0;
};

/// The share of one resource that ctest gave a test, until the last event of
/// its process.
struct grant : interval {
  std::string spec;
  allocated_slots what;
  std::size_t process = 0;
};

/// A directory in which a case may have left files worth keeping.
struct artifact_directory {
  std::size_t process = 0;
  std::string test;  ///< the case, if any
  std::string name;
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
  held_resource resource;
  std::string test;
  std::int64_t at_ns = 0;
};

struct timeline {
  std::vector<process> processes;
  std::vector<test_case> cases;
  std::vector<lost_test_case> lost_cases;
  std::vector<hold> holds;
  std::vector<grant> grants;
  std::vector<artifact_directory> artifacts;
  std::vector<event_gap> gaps;
  std::vector<unmatched_release> unmatched;
};

/// `events` may have any order, but must be of one machine since its last boot.
[[nodiscard]] timeline build_timeline(std::vector<event> events);

}  // namespace parallel_testing::tools
