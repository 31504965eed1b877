// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "events/schema.hpp"

// The table of an observation record: one file for each watched test, with one
// JSON object on each line. The first line is a `header`. Each `resource` is
// followed by its `touch` lines, one for each kind of use. The last line is an
// `end`; a record without it belongs to a test whose watcher was killed, and
// may lack anything.
//
// A new field gets `presence::later`, so that older records are still read. A
// line that means something else than before gets a new version.
namespace parallel_testing::observed {

inline constexpr std::int64_t schema_version = 1;

/// How the watcher sees system calls.
enum class mechanism {
  notifications,   ///< seccomp user notification
  ptrace_seccomp,  ///< ptrace, which a seccomp filter calls
  ptrace_stops     ///< ptrace at each system call
};

/// `file` is any name in a file system that is not known to be a directory,
/// whether there is such a file or not.
enum class resource_kind {
  file,
  directory,
  port,
  unix_socket,
  abstract_socket,
  shared_memory,  ///< System V, by its key; also the next two
  semaphores,
  message_queue,
  posix_name,  ///< of shared memory, a semaphore or a queue
  process,     ///< one that gets a signal
  host_name,
  clock
};

enum class use {
  read,
  write,  ///< also where it is only opened for that, unless it is unchanged
  append,
  create,            ///< where there is nothing yet; else what is there is used
  create_exclusive,  ///< fails where there is something
  remove,
  rename_target,  ///< takes the place of what is there
  change,         ///< mode, owner, times and other attributes
  list,           ///< reads the names in a directory
  probe,          ///< asks whether there is something, and there is
  probe_absent,   ///< asks or tries to read, and there is nothing
  lock_shared,
  lock_exclusive,
  bind,
  connect,  ///< also sends to an address
  listen,
  kill,  ///< sends a signal
  exec,
  set  ///< the host name or the clock
};

/// What is at a name; of a use, just before the first use of its kind.
enum class state { unknown, absent, file, directory, link, socket, other };

/// Where a name is. The first that fits.
enum class place {
  nowhere,  ///< it is not in a file system
  working,  ///< below the working directory of the test
  temp,     ///< below TMPDIR, or /tmp where that is not set
  home,
  system,  ///< /bin, /dev, /etc, /lib, /opt, /proc, /run, /sys, /usr and
           ///< similar
  elsewhere
};

/// Whether two tests can meet at a name.
enum class chance {
  meets,   ///< nothing in the name differs from run to run
  pid,     ///< the name holds the id of a process of the test
  random,  ///< the name holds a random or temporal part
  kernel   ///< the kernel chose it: a port, for example
};

/// Whether other tests see the same thing by this name.
enum class scope {
  machine,
  own_namespace  ///< the process was in a namespace that the test has alone
};

enum class end_kind { exit, signal };

struct header {
  static constexpr const char* name = "header";
  std::string test;
  std::vector<std::string> command;
  std::int64_t pid = 0;      ///< of the watcher
  std::int64_t time_ns = 0;  ///< CLOCK_REALTIME
  mechanism by = mechanism::notifications;
  std::string note;  ///< why it is not watched by notifications, else ""
  std::string working_directory;
  std::string tmpdir;  ///< the variable, "" when it is not set
  std::string home;    ///< the variable HOME

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("test", self.test);
    visit("command", self.command);
    visit("pid", self.pid, events::any_pid);
    visit("time_ns", self.time_ns);
    visit("by", self.by);
    visit("note", self.note);
    visit("working_directory", self.working_directory);
    visit("tmpdir", self.tmpdir);
    visit("home", self.home);
  }
};

inline constexpr events::range any_port_or_none{0, 65535};

struct resource {
  static constexpr const char* name = "resource";
  std::int64_t id = 0;
  resource_kind kind = resource_kind::file;
  /// Of a file: absolute, without symbolic links in front of its last part, and
  /// without any where the last one is followed. `tcp:127.0.0.1:80`,
  /// `unix:@name`, `sysv_shm:0x1234` and similar of others. In front of the
  /// last slash the directory whose names were folded into this one.
  std::string canonical;
  std::string as_used{};  ///< the first time, "" when it is the same
  place where = place::nowhere;
  chance meeting = chance::meets;
  scope seen_by = scope::machine;
  std::string protocol{};  ///< of a port: tcp, udp or raw
  std::string address{};   ///< of a port
  std::int64_t port = 0;   ///< of a port
  /// Of a port: 1 if a socket that was bound to [::] does not accept IPv4
  /// connections (IPV6_V6ONLY), else 0.
  std::int64_t only_version_6 = 0;
  /// How many names became this one, because there were too many. 0: none.
  std::int64_t folded = 0;
  /// What is there when the record is written. Only known of names that the
  /// test created, replaced or removed: files, sockets in a file system, System
  /// V keys and POSIX queues. A key or queue that exists is `other`.
  state at_end = state::unknown;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("id", self.id);
    visit("kind", self.kind);
    visit("name", self.canonical);
    visit("as_used", self.as_used, events::presence::unless_empty);
    visit("place", self.where);
    visit("chance", self.meeting);
    visit("scope", self.seen_by);
    visit("protocol", self.protocol, events::presence::unless_empty);
    visit("address", self.address, events::presence::unless_empty);
    visit("port", self.port, any_port_or_none);
    visit("only_version_6", self.only_version_6, events::presence::later);
    visit("folded", self.folded);
    visit("at_end", self.at_end, events::presence::later);
  }
};

struct touch {
  static constexpr const char* name = "touch";
  std::int64_t resource = 0;  ///< its id
  use how = use::read;
  std::int64_t count = 0;
  /// From the start of the test; the same for the uses of one call.
  std::int64_t first_us = 0;
  state before = state::unknown;
  /// Of `write`: how often the call itself emptied or cut the file (O_TRUNC,
  /// creat(2), truncate(2)). Where this is 0, the file can change only after
  /// `first_us`, and a lock that the test takes in between protects it.
  std::int64_t truncations = 0;
  /// Of a lock: how many of the calls fail where another process has the lock,
  /// instead of waiting for it (LOCK_NB, F_SETLK).
  std::int64_t trials = 0;
  std::int64_t pid = 0;  ///< the first time; a thread's id where it has one
  std::string program;   ///< of the first time, with its path

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("resource", self.resource);
    visit("use", self.how);
    visit("count", self.count);
    visit("first_us", self.first_us);
    visit("before", self.before);
    visit("truncations", self.truncations, events::presence::later);
    visit("trials", self.trials, events::presence::later);
    visit("pid", self.pid);
    visit("program", self.program);
  }
};

struct end {
  static constexpr const char* name = "end";
  end_kind how = end_kind::exit;
  std::int64_t code = 0;    ///< exit code, or the number of the signal
  std::int64_t events = 0;  ///< system calls that the watcher looked at
  std::int64_t folded = 0;  ///< names that are not in the record any more
  /// Calls whose arguments could not be read; what they touched is missing.
  std::int64_t unread = 0;
  /// Whether processes of the test outlived it. The record is written again,
  /// with 0 here, when the last of them has ended.
  std::int64_t survivors = 0;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit("end", self.how);
    visit("code", self.code, events::any_exit_code);
    visit("events", self.events);
    visit("folded", self.folded);
    visit("unread", self.unread);
    visit("survivors", self.survivors);
  }
};

}  // namespace parallel_testing::observed

namespace parallel_testing {

template <>
inline constexpr std::array<const char*, 3> events::texts<observed::mechanism>{
    "notifications", "ptrace_seccomp", "ptrace_stops"};
template <>
inline constexpr std::array<const char*, 12>
    events::texts<observed::resource_kind>{
        "file",       "directory", "port",      "unix_socket",
        "abstract",   "sysv_shm",  "sysv_sem",  "sysv_msg",
        "posix_name", "process",   "host_name", "clock"};
template <>
inline constexpr std::array<const char*, 19> events::texts<observed::use>{
    "read",
    "write",
    "append",
    "create",
    "create_exclusive",
    "remove",
    "rename_target",
    "change",
    "list",
    "probe",
    "probe_absent",
    "lock_shared",
    "lock_exclusive",
    "bind",
    "connect",
    "listen",
    "kill",
    "exec",
    "set"};
template <>
inline constexpr std::array<const char*, 7> events::texts<observed::state>{
    "unknown", "absent", "file", "directory", "link", "socket", "other"};
template <>
inline constexpr std::array<const char*, 6> events::texts<observed::place>{
    "nowhere", "working", "temp", "home", "system", "elsewhere"};
template <>
inline constexpr std::array<const char*, 4> events::texts<observed::chance>{
    "meets", "pid", "random", "kernel"};
template <>
inline constexpr std::array<const char*, 2> events::texts<observed::scope>{
    "machine", "own_namespace"};
template <>
inline constexpr std::array<const char*, 2> events::texts<observed::end_kind>{
    "exit", "signal"};

}  // namespace parallel_testing
