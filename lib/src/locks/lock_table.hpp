// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "events/event_log.hpp"
#include "markers/lock_plan.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

/// How long a process keeps a lock.
enum class lock_scope { program, suite, test };

/// The key of the lock that a no_parallel test takes before the lock of the
/// run.
std::string turn_of_run(const std::string& run_id);

/// The kernel locks of this process.
class lock_table {
 public:
  /// The caller keeps ownership of `run_lock`, which is held shared.
  /// `outer_held` lists the locks that the enclosing test holds.
  void open(const private_directory& locks, int run_lock,
            const std::string& run_id, event_log& log, std::string outer_held);

  /// Treats the locks that the launcher of this process holds as locks of this
  /// process. `holder` is the process_token() of the launcher.
  void rely_on(std::string holder);

  /// Signs locks of scope `program` for the group `name`. `former_held` lists
  /// the locks of the process that this one is a copy of.
  void share_with(std::string name, std::string former_held);

  /// Lets child processes know that they do not need these locks, because the
  /// resources are in namespaces that are private to this test.
  void confine(const lock_requests& requests);

  /// Takes the locks that are not held yet, in the global order. Throws error,
  /// also for a lock that is held shared and requested exclusively.
  void acquire(const lock_requests& requests, lock_scope scope,
               const std::string& test);

  /// Releases the locks that were acquired for `scope`.
  void release(lock_scope scope) noexcept;

  /// The total time that this process has waited for locks.
  std::int64_t waited_ns() const noexcept { return waited_ns_; }

  /// Whether the process holds the lock in this mode or exclusively.
  bool holds(const std::string& key, lock_mode mode) const;

  /// Waits for one lock, which the caller keeps and must pass to give_back().
  /// Throws error, also when this thread already keeps the lock in a mode that
  /// would make this wait endless.
  unique_fd borrow(const lock_request& request, const std::string& test);
  void give_back(const lock_request& request) noexcept;

 private:
  struct held_lock {
    lock_mode mode;
    lock_scope scope;
    unique_fd fd;
  };

  struct borrowed_lock {
    lock_request request;
    std::uint64_t thread;
  };

  bool is_granted(const std::string& key, lock_mode mode) const;
  std::string key_among_siblings(const lock_request& request) const;
  unique_fd take_and_log(const lock_request& request,
                         const std::string& signature);
  void log_release(const lock_request& request) noexcept;
  std::string signature(lock_scope scope, const std::string& test) const;
  unique_fd take(const lock_request& request, const std::string& signature);
  unique_fd take_run(const std::string& signature);
  unique_fd take_port(std::uint16_t port, const std::string& group);
  void publish_held_locks() const;
  const std::string& own_token() const;

  mutable std::mutex mutex_;
  const private_directory* directory_ = nullptr;
  int run_lock_ = -1;
  std::string turn_key_;
  event_log* log_ = nullptr;
  std::string outer_held_;
  std::string launcher_;
  std::string group_;
  std::string former_held_;
  mutable std::once_flag token_known_;
  mutable std::string token_;
  std::map<std::string, held_lock> held_;
  std::vector<borrowed_lock> borrowed_;
  std::atomic<std::int64_t> waited_ns_ = 0;
};

}  // namespace parallel_testing
