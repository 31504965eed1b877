// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The typed form of one line of events.ndjson; docs/events.md defines it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace parallel_testing::io {

/// The newest schema this reader understands.
inline constexpr std::int64_t event_schema_version = 1;

enum class hold_mode { exclusive, shared };
enum class outcome { passed, failed, skipped };
enum class port_protocol { tcp, udp };

struct process_start {
  std::string executable;
  std::int64_t parent_pid = 0;
  std::string test;  // empty unless the process was started for one case
  std::int64_t worker_count = 0;
  std::string selector{};  // the argument by which ctest chose its cases
  /// CTest's name of the test; empty where our scripts did not register it.
  std::string ctest_test{};
  /// What ctest started; empty where `ctest_test` is known.
  std::vector<std::string> command{};
};

/// So many slots of one resource of a capacity.
struct allocated_slots {
  std::string capacity;
  std::string id;
  std::int64_t slots = 0;
};

/// What ctest gave a process for its whole life.
struct allocation {
  std::string spec;  // path of the resource spec file, empty when unknown
  std::vector<allocated_slots> slots;
};

struct process_finish {
  std::int64_t user_us = 0;
  std::int64_t system_us = 0;
  std::int64_t max_rss_kib = 0;
};

struct case_start {
  std::string test;
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> markers;
  std::vector<std::string> tags = {};  // of Catch2, no markers
  std::string shown_name = {};         // of a case of a unit
};

struct case_finish {
  std::string test;
  io::outcome outcome = io::outcome::passed;
  std::int64_t duration_ns = 0;
  std::string message;
};

/// A case that had ended failed because of what came after it: a tear-down, or
/// the end of its program.
struct case_failure {
  std::string test;
  std::string message;
  std::int64_t process = 0;  // pid in which it ran
};

/// A case of several that shared a process, said by the one that watched it.
struct lost_case {
  std::string test;
  std::string file;
  std::int64_t line = 0;
  std::int64_t process = 0;  // pid
  std::string message;
  std::string shown_name = {};
};

struct case_crash : lost_case {};
struct case_missing : lost_case {};

enum class left_treatment { ended, allowed };

/// What a launched test left behind when it ended, said by its launcher.
struct launch_left {
  std::int64_t process = 0;  // pid
  std::string command;
  left_treatment treatment = left_treatment::ended;
};

enum class launch_end { exit, signal, timeout, interrupted };

/// How a launched test ended, said by its launcher.
struct launch_finish {
  std::string test;
  launch_end how = launch_end::exit;
  std::int64_t code = 0;  // exit code or number of the signal
  std::int64_t duration_ns = 0;
  std::int64_t left = 0;  // so many processes
  std::string leak;       // what that is: fail, warn or allow; empty: unknown
};

struct lock_acquire {
  std::string key;
  hold_mode mode = hold_mode::exclusive;
  std::int64_t waited_ns = 0;
};

struct lock_release {
  std::string key;
};

struct port_acquire {
  std::int64_t port = 0;
  port_protocol protocol = port_protocol::tcp;
};

struct port_release {
  std::int64_t port = 0;
  port_protocol protocol = port_protocol::tcp;
};

struct directory_create {
  std::string path;
};

struct directory_remove {
  std::string path;
};

struct directory_keep {
  std::string path;
  std::string reason;
};

struct warning {
  std::string message;
};

/// What `parallel-testing run` says of the run, and of each test as ctest
/// starts and ends it. They tell what no process of the test can.
struct run_start {
  std::string project;
  std::string build;
  std::string ctest;  // its version
  std::int64_t workers = 0;
  std::string seed;      // empty: not shuffled
  std::string source{};  // directory of the sources, empty: unknown
};

struct run_finish {
  std::string outcome;  // complete, stopped or interrupted
};

/// Which part of all tests this run is, and by which plan they were shared out.
struct run_shard {
  std::int64_t index = 0;  // from 1
  std::int64_t count = 0;
  std::string by;              // time, hash or slice
  std::string plan;            // digest of tests, times, count and assignment
  std::int64_t all_tests = 0;  // of all shards, each test once
  std::vector<std::int64_t> tests;     // CTest's numbers of its own
  std::vector<std::int64_t> repeated;  // those that other shards run as well
  std::vector<std::int64_t> empty;     // shards without tests: they run nothing
};

struct ctest_start {
  std::string test;
  std::int64_t number = 0;   // CTest's; two tests may have one name
  std::int64_t attempt = 0;  // from 1, over all rounds
  std::int64_t round = 0;    // from 1, of --repeat
};

struct ctest_finish : ctest_start {
  std::string outcome;  // a verdict
  std::int64_t duration_ns = 0;
  std::string message;
  std::string output;
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> labels;
  std::vector<std::int64_t> processes;  // those of the log that were its own
};

/// A process that outlived the test that started it.
struct ctest_left {
  std::string test;
  std::int64_t number = 0;
  std::int64_t process = 0;  // pid
  std::string program;       // its name, without path or arguments
};

/// An event this version does not know; still proof that its process lived.
struct unknown_event {
  std::string name;
};

using event_body =
    std::variant<unknown_event, process_start, allocation, process_finish,
                 case_start, case_finish, case_failure, case_crash,
                 case_missing, launch_left, launch_finish, lock_acquire,
                 lock_release, port_acquire, port_release, directory_create,
                 directory_remove, directory_keep, warning, run_start,
                 run_shard, run_finish, ctest_start, ctest_finish, ctest_left>;

struct event {
  std::int64_t time_ns = 0;  // CLOCK_REALTIME
  std::int64_t mono_ns = 0;  // CLOCK_MONOTONIC, orders events of all processes
  std::string run;
  std::string worker;
  std::int64_t pid = 0;
  std::int64_t seq = 0;  // counts per process from 0
  event_body body;
};

}  // namespace parallel_testing::io
