// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <parallel_testing/detail/verdict.hpp>
#include <parallel_testing/lock_mode.hpp>
#include <parallel_testing/port.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The schema of the event log: each event with its name and fields, and the
// texts of each enum. The runtime and the tools use it to write and read
// events; docs/events.md documents it for other readers.
//
// To add an event, add a struct here, its name to `all_events` and a row to
// docs/events.md. Give a new field `presence::later`, so that logs without it
// can still be read.
namespace parallel_testing::events {

inline constexpr std::int64_t schema_version = 2;

using hold_mode = lock_mode;
using port_protocol = protocol;
using parallel_testing::verdict;

enum class left_treatment { ended, allowed };
/// How a launched test ended. The verdict also depends on the processes that it
/// left.
enum class launch_end { exit, signal, timeout, interrupted };
enum class once_end { done, failed };
/// How `parallel-testing run` ended.
enum class run_end { complete, stopped, interrupted };

/// The texts of an enum, in its order.
template <class Enum>
inline constexpr std::array<const char*, 0> texts{};
template <>
inline constexpr std::array<const char*, 7> texts<verdict>{
    "pass", "fail", "skip", "crash", "timeout", "leak", "not_run"};
template <>
inline constexpr std::array<const char*, 2> texts<hold_mode>{"exclusive",
                                                             "shared"};
template <>
inline constexpr std::array<const char*, 2> texts<port_protocol>{"tcp", "udp"};
template <>
inline constexpr std::array<const char*, 2> texts<left_treatment>{"ended",
                                                                  "allowed"};
template <>
inline constexpr std::array<const char*, 4> texts<launch_end>{
    "exit", "signal", "timeout", "interrupted"};
template <>
inline constexpr std::array<const char*, 2> texts<once_end>{"done", "failed"};
template <>
inline constexpr std::array<const char*, 3> texts<run_end>{
    "complete", "stopped", "interrupted"};

template <class Enum, class = std::enable_if_t<(texts<Enum>.size() > 0)>>
constexpr const char* to_text(Enum value) {
  return texts<Enum>[static_cast<std::size_t>(value)];
}

/// std::nullopt when the text is not that of a value of the enum.
template <class Enum>
constexpr std::optional<Enum> from_text(std::string_view text) {
  for (std::size_t at = 0; at < texts<Enum>.size(); ++at) {
    if (text == texts<Enum>[at]) {
      return static_cast<Enum>(at);
    }
  }
  return std::nullopt;
}

/// When a field is present.
enum class presence {
  always,
  later,         ///< always written; logs of older versions lack it
  unless_empty,  ///< left out when empty
};

/// The valid values of a number. The default maximum lets a reader add to a
/// count without overflow.
struct range {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max() / 2;
};
inline constexpr range any_pid{1, std::numeric_limits<std::int64_t>::max()};
inline constexpr range any_port{1, 65535};
inline constexpr range any_worker_count{0, 100'000};
inline constexpr range any_shard{1, 10'000};
inline constexpr range any_exit_code{0, 255};

/// A number of slots of one resource of a capacity: `gpu:0:50`.
struct allocated_slots {
  std::string capacity;
  std::string id;
  std::int64_t slots = 0;
};

// Each event has a name. Its fields() calls `visit` for each field, in the
// order in which fields are written, with the name, the member and any limits.

struct process_start {
  static constexpr const char* name = "process_start";
  std::string executable;
  std::int64_t parent_pid = 0;
  std::string test;  ///< "" unless the process was started for one case
  std::int64_t worker_count = 0;
  std::string selector{};  ///< the argument by which ctest selects its cases
  /// CTest's name of the test; "" when ParallelTesting did not register it.
  std::string ctest_test{};
  /// The command that ctest started; empty when `ctest_test` is known.
  std::vector<std::string> command{};
  std::int64_t index_in_run = 0;
  /// The processors that it may use, as in "0-3,8", by sched_getaffinity(2).
  std::string affinity{};

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("executable", self.executable);
    visit("parent_pid", self.parent_pid);
    visit("test", self.test);
    visit("worker_count", self.worker_count, any_worker_count);
    visit("index_in_run", self.index_in_run, presence::later);
    visit("selector", self.selector, presence::later);
    visit("ctest_test", self.ctest_test, presence::later);
    visit("command", self.command, presence::later);
    visit("affinity", self.affinity, presence::later);
  }
};

/// The resources that ctest allocated to a process for its lifetime.
struct allocation {
  static constexpr const char* name = "allocation";
  std::string spec;  ///< path of the resource spec file, "" when unknown
  std::vector<allocated_slots> slots;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("spec", self.spec);
    visit("slots", self.slots);
  }
};

struct process_finish {
  static constexpr const char* name = "process_finish";
  std::int64_t user_us = 0;
  std::int64_t system_us = 0;
  std::int64_t max_rss_kib = 0;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("user_us", self.user_us);
    visit("system_us", self.system_us);
    visit("max_rss_kib", self.max_rss_kib);
  }
};

struct case_start {
  static constexpr const char* name = "case_start";
  std::string test;
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> markers;
  std::vector<std::string> tags{};  ///< Catch2 tags that are not markers
  std::string shown_name{};         ///< only for a case of a unit

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("file", self.file);
    visit("line", self.line);
    visit("markers", self.markers);
    visit("tags", self.tags, presence::unless_empty);
    visit("shown_name", self.shown_name, presence::unless_empty);
  }
};

struct case_finish {
  static constexpr const char* name = "case_finish";
  std::string test;
  verdict outcome = verdict::pass;  ///< pass, fail, skip or timeout
  std::int64_t duration_ns = 0;
  std::string message;
  /// How each rank of an MPI test ended, empty for other tests: pass, skip,
  /// fail, crash, running, ended or not_run.
  std::vector<std::string> ranks{};

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("outcome", self.outcome, verdict::timeout);
    visit("duration_ns", self.duration_ns);
    visit("message", self.message);
    visit("ranks", self.ranks, presence::unless_empty);
  }
};

/// A case that had already ended failed afterwards, in a tear-down or at the
/// end of its program.
struct case_failure {
  static constexpr const char* name = "case_failure";
  std::string test;
  std::string message;
  std::int64_t process = 0;  ///< pid of the process in which it ran

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("message", self.message);
    visit("process", self.process, any_pid);
  }
};

/// A case that was lost in a shared process, as reported by the process that
/// watched it.
struct lost_case {
  std::string test;
  std::string file;
  std::int64_t line = 0;
  std::int64_t process = 0;  ///< pid
  std::string message;
  std::string shown_name{};
  std::vector<std::string> ranks{};  ///< as in case_finish

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("file", self.file);
    visit("line", self.line);
    visit("process", self.process, any_pid);
    visit("message", self.message);
    visit("shown_name", self.shown_name, presence::unless_empty);
    visit("ranks", self.ranks, presence::unless_empty);
  }
};

struct case_crash : lost_case {
  static constexpr const char* name = "case_crash";
};
struct case_missing : lost_case {
  static constexpr const char* name = "case_missing";
};

/// A process that was still running after the process of a case ended. Written
/// by the process that forked or started the case, before or after the event
/// that ends it.
struct case_left {
  static constexpr const char* name = "case_left";
  std::string test;
  std::int64_t process = 0;  ///< pid of the process in which the case ran
  std::int64_t orphan = 0;   ///< its pid
  std::string command;
  left_treatment treatment = left_treatment::ended;
  std::string leak;  ///< how it counts: fail, warn or allow

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("process", self.process, any_pid);
    visit("orphan", self.orphan, any_pid);
    visit("command", self.command);
    visit("treatment", self.treatment);
    visit("leak", self.leak);
  }
};

/// The processors that the kernel lets a pinned test use, until the end of the
/// process that logs this. No other pinned test may use one of their cores.
struct pinned {
  static constexpr const char* name = "pinned";
  std::vector<std::int64_t> processors;
  /// The lowest processor of each of their cores.
  std::vector<std::int64_t> cores;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("processors", self.processors);
    visit("cores", self.cores);
  }
};

struct lock_acquire {
  static constexpr const char* name = "lock_acquire";
  std::string key;
  hold_mode mode = hold_mode::exclusive;
  std::int64_t waited_ns = 0;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("key", self.key);
    visit("mode", self.mode);
    visit("waited_ns", self.waited_ns);
  }
};

struct lock_release {
  static constexpr const char* name = "lock_release";
  std::string key;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("key", self.key);
  }
};

struct used_port {
  std::int64_t port = 0;
  port_protocol protocol = port_protocol::tcp;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("port", self.port, any_port);
    visit("protocol", self.protocol);
  }
};

struct port_acquire : used_port {
  static constexpr const char* name = "port_acquire";
};
struct port_release : used_port {
  static constexpr const char* name = "port_release";
};

struct directory_create {
  static constexpr const char* name = "directory_create";
  std::string path;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("path", self.path);
  }
};

struct directory_remove {
  static constexpr const char* name = "directory_remove";
  std::string path;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("path", self.path);
  }
};

struct directory_keep {
  static constexpr const char* name = "directory_keep";
  std::string path;
  std::string reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("path", self.path);
    visit("reason", self.reason);
  }
};

/// Files worth keeping of a case. The directory is gone when they were not
/// kept.
struct artifacts {
  static constexpr const char* name = "artifacts";
  std::string test;  ///< the case, or what else the process runs
  std::string path;  ///< in the directory `artifacts` beside the log

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("path", self.path);
  }
};

/// A process that was still running after a launched test ended. The launcher
/// writes this event.
struct launch_left {
  static constexpr const char* name = "launch_left";
  std::int64_t process = 0;  ///< pid
  std::string command;
  left_treatment treatment = left_treatment::ended;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("process", self.process, any_pid);
    visit("command", self.command);
    visit("treatment", self.treatment);
  }
};

/// How a launched test ended. Written by its launcher.
struct launch_finish {
  static constexpr const char* name = "launch_finish";
  std::string test;
  launch_end end = launch_end::exit;
  std::int64_t code = 0;  ///< exit code or signal number
  std::int64_t duration_ns = 0;
  std::int64_t left = 0;  ///< number of processes left behind
  std::string leak;       ///< how it counts: fail, warn or allow; "": unknown

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("end", self.end);
    visit("code", self.code, any_exit_code);
    visit("duration_ns", self.duration_ns);
    visit("left", self.left);
    visit("leak", self.leak, presence::later);
  }
};

/// A test in quarantine ended. Written by its launcher before launch_finish.
struct launch_quarantine {
  static constexpr const char* name = "launch_quarantine";
  std::string test;
  std::int64_t failed = 0;   ///< 1: the test failed
  std::int64_t is_over = 0;  ///< 1: a failure counts again
  std::string until;         ///< `2027-03-01`, in UTC
  std::string owner;
  std::string reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("failed", self.failed, range{0, 1});
    visit("is_over", self.is_over, range{0, 1});
    visit("until", self.until);
    visit("owner", self.owner);
    visit("reason", self.reason);
  }
};

struct once_start {
  static constexpr const char* name = "once_start";
  std::string key;
  std::string scope;  ///< `run` or a worker id

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("key", self.key);
    visit("scope", self.scope);
  }
};

struct once_finish {
  static constexpr const char* name = "once_finish";
  std::string key;
  std::string scope;
  once_end end = once_end::done;
  std::int64_t duration_ns = 0;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("key", self.key);
    visit("scope", self.scope);
    visit("end", self.end);
    visit("duration_ns", self.duration_ns);
  }
};

struct warning {
  static constexpr const char* name = "warning";
  std::string message;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("message", self.message);
  }
};

// `parallel-testing run` writes the events below, for the run and for each test
// that ctest starts and ends.

struct run_start {
  static constexpr const char* name = "run_start";
  std::string project;
  std::string build;
  std::string ctest;  ///< the version of ctest
  std::int64_t workers = 0;
  std::string seed;      ///< "" when the order is not random
  std::string source{};  ///< source directory, "" when unknown

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("project", self.project);
    visit("build", self.build);
    visit("ctest", self.ctest);
    visit("workers", self.workers);
    visit("seed", self.seed);
    visit("source", self.source, presence::unless_empty);
  }
};

/// Which part of all tests this run covers, and the plan that divided them.
struct run_shard {
  static constexpr const char* name = "run_shard";
  std::int64_t index = 0;  ///< from 1
  std::int64_t count = 0;
  std::string by;    ///< time, hash or slice
  std::string plan;  ///< digest of tests, times, count and assignment
  std::int64_t all_tests =
      0;  ///< number of tests in all shards, each counted once
  std::vector<std::int64_t> tests;  ///< CTest's numbers of this shard's tests
  std::vector<std::int64_t> repeated;  ///< those that other shards also run
  std::vector<std::int64_t> empty;     ///< shards without a test
  std::string build{};  ///< identity of the build, the same for its copies
  std::string times{};  ///< digest of the times; only if `by` is time

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("index", self.index, any_shard);
    visit("count", self.count, any_shard);
    visit("by", self.by);
    visit("plan", self.plan);
    visit("all_tests", self.all_tests);
    visit("tests", self.tests);
    visit("repeated", self.repeated);
    visit("empty", self.empty);
    visit("build", self.build, presence::unless_empty);
    visit("times", self.times, presence::unless_empty);
  }
};

/// Some of the tests that the shards distribute. Follows run_shard as often as
/// necessary.
struct shard_tests {
  static constexpr const char* name = "shard_tests";
  std::vector<std::int64_t> numbers;  ///< CTest's numbers
  std::vector<std::string> names;     ///< in the same order

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("numbers", self.numbers);
    visit("names", self.names);
  }
};

struct run_finish {
  static constexpr const char* name = "run_finish";
  run_end end = run_end::complete;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("end", self.end);
  }
};

struct ctest_start {
  static constexpr const char* name = "ctest_start";
  std::string test;
  std::int64_t number = 0;   ///< CTest's number: two tests may have one name
  std::int64_t attempt = 0;  ///< from 1, counted over all rounds
  std::int64_t round = 0;    ///< from 1, of --repeat

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("number", self.number);
    visit("attempt", self.attempt);
    visit("round", self.round);
  }
};

struct ctest_finish : ctest_start {
  static constexpr const char* name = "ctest_finish";
  verdict outcome = verdict::pass;
  std::int64_t duration_ns = 0;
  std::string message;
  std::string output;
  std::string file;
  std::int64_t line = 0;
  std::vector<std::string> labels;
  std::vector<std::int64_t>
      processes;  ///< pids of the test's processes in the log

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    ctest_start::fields(self, visit);
    visit("outcome", self.outcome);
    visit("duration_ns", self.duration_ns);
    visit("message", self.message);
    visit("output", self.output);
    visit("file", self.file);
    visit("line", self.line);
    visit("labels", self.labels);
    visit("processes", self.processes);
  }
};

/// A process that outlived the test that started it.
struct ctest_left {
  static constexpr const char* name = "ctest_left";
  std::string test;
  std::int64_t number = 0;
  std::int64_t process = 0;  ///< pid
  std::string program;       ///< file name, without directory and arguments

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("number", self.number);
    visit("process", self.process, any_pid);
    visit("program", self.program);
  }
};

// `parallel-testing run --on slurm` writes the events below: an agent its
// run_node, the program that the user started all others.

/// A node of the run, in the log of the node.
struct run_node {
  static constexpr const char* name = "run_node";
  std::string node;  ///< its name in the run
  std::string host;
  std::string machine;  ///< the same for all nodes with one monotonic clock

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("node", self.node);
    visit("host", self.host);
    visit("machine", self.machine);
  }
};

/// The agent of a node ended.
struct node_end {
  static constexpr const char* name = "node_end";
  std::string node;
  std::string reason;  ///< "" if it did all that it had begun

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("node", self.node);
    visit("reason", self.reason);
  }
};

/// A test that ran on a node when its agent ended early, or failed just before.
struct test_lost {
  static constexpr const char* name = "test_lost";
  std::string test;
  std::int64_t number = 0;
  std::string node;
  std::string reason;
  std::int64_t round = 1;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("number", self.number);
    visit("node", self.node);
    visit("reason", self.reason);
    visit("round", self.round);
  }
};

/// From now on, only tests of this node may hold the lock.
struct cluster_lock {
  static constexpr const char* name = "cluster_lock";
  std::string key;
  std::string node;
  std::string licence;  ///< of Slurm, held by the job; "" without one

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("key", self.key);
    visit("node", self.node);
    visit("licence", self.licence);
  }
};

template <class... Events>
struct event_list {
  template <class Event>
  static constexpr bool has = (std::is_same_v<Event, Events> || ...);
};

/// All events, the frequent ones first. Only these can be written and read.
using all_events =
    event_list<lock_acquire, lock_release, case_start, case_finish,
               process_start, process_finish, directory_create,
               directory_remove, ctest_start, ctest_finish, launch_finish,
               port_acquire, port_release, allocation, case_failure, case_crash,
               case_missing, case_left, launch_left, launch_quarantine,
               directory_keep, artifacts, pinned, once_start, once_finish,
               warning, run_start, run_shard, shard_tests, run_finish,
               ctest_left, run_node, node_end, test_lost, cluster_lock>;

}  // namespace parallel_testing::events
