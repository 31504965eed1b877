// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_LOCK_TABLE_HPP
#define PARALLEL_TESTING_SRC_LOCK_TABLE_HPP

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

/// Until when a process keeps a lock.
enum class lock_scope { program, suite, test };

/// The key of the lock that a no_parallel test takes before that of the run.
std::string turn_of_run(const std::string& run_id);

/// The kernel locks of this process.
class lock_table {
 public:
  /// `run_lock` stays owned by the caller and is held shared. `outer_held`
  /// names the locks that the test around this process holds for it.
  void open(const private_directory& locks, int run_lock,
            const std::string& run_id, event_log& log, std::string outer_held);

  /// The locks that `holder`, the launcher of this process, holds for it are
  /// this process's own; `holder` is its process_token().
  void rely_on(std::string holder);

  /// What is taken for the whole program belongs to the group `name`.
  /// `former_held` names what the process holds that this one is a copy of.
  void share_with(std::string name, std::string former_held);

  /// Tells the children of this process that it needs no lock for these: they
  /// are confined to what it has for itself.
  void confine(const lock_requests& requests);

  /// Takes, in the global order, what is not held yet. Throws error, also for
  /// a lock that is held shared and asked for exclusively.
  void acquire(const lock_requests& requests, lock_scope scope,
               const std::string& test);

  /// Lets go of what was acquired for `scope`.
  void release(lock_scope scope) noexcept;

  /// How long this process has waited for locks.
  std::int64_t waited_ns() const noexcept { return waited_ns_; }

  /// Whether the process holds the lock, at least in this mode.
  bool holds(const std::string& key, lock_mode mode) const;

  /// Waits for one lock that the caller keeps, and gives back with
  /// give_back(). Throws error, also when this thread keeps it already in a
  /// mode that would make it wait for itself.
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
  void tell_children() const;
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
  mutable std::once_flag token_made_;
  mutable std::string token_;
  std::map<std::string, held_lock> held_;
  std::vector<borrowed_lock> borrowed_;
  std::atomic<std::int64_t> waited_ns_ = 0;
};

}  // namespace parallel_testing

#endif
