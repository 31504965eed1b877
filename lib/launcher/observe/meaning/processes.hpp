// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <unordered_map>

// What the watcher knows of the threads that it watches. All of it comes from
// /proc and is kept until a call may change it.
namespace parallel_testing::launcher {

struct thread_facts {
  std::string program;      ///< the path of its executable
  std::string directory{};  ///< where relative paths begin, "" for not known
  pid_t process = 0;        ///< 0 for not known
  bool is_launcher = false;
};

class watched_processes {
 public:
  watched_processes();

  /// The thread is a copy of this process, until it becomes another program.
  void add_copy_of_this(pid_t thread);

  const thread_facts& of(pid_t thread) { return entry(thread); }

  /// Canonical; "" when it cannot be found out.
  const std::string& directory_of(pid_t thread);

  /// Its process, the thread itself when that is not known.
  pid_t process_of(pid_t thread);

  /// Whether this process started it, directly or indirectly.
  static bool is_watched(pid_t process);

  /// The thread is about to become another program.
  void forget_program(pid_t thread);

  /// The thread is about to change where relative paths begin. Threads and
  /// processes may share that.
  void forget_directories(pid_t thread);

  /// The thread is about to change what names mean.
  void forget_all(pid_t thread);

  /// Whether a process may have another view of the machine than this one.
  bool may_have_own_view() const noexcept { return has_own_views_; }

  /// Whether its namespace `kind`, as in /proc/<pid>/ns, differs from that of
  /// this process.
  bool has_own_namespace(pid_t thread, const char* kind) const;

 private:
  thread_facts& entry(pid_t thread);

  void forget_threads();

  std::unordered_map<pid_t, thread_facts> threads_;
  /// The one that was asked for last, nullptr for none.
  thread_facts* latest_ = nullptr;
  pid_t latest_thread_ = 0;
  std::string launcher_;
  bool has_own_views_ = false;
  /// The thread that changes something right now, until it is heard of again.
  pid_t changing_ = 0;
};

}  // namespace parallel_testing::launcher
