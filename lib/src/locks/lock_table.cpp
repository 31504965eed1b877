// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/lock_table.hpp"

#include <poll.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "locks/lock_queue.hpp"
#include "locks/port_lock.hpp"
#include "locks/test_group.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view port_prefix = "port:";
const std::string run_text = "run";

/// A number that no other thread of this process ever has. The thread ids of
/// the system are reused, and a lock may outlive the thread that took it.
std::uint64_t this_thread() {
  static std::atomic<std::uint64_t> last = 0;
  thread_local const std::uint64_t number = ++last;
  return number;
}

[[noreturn]] void throw_would_wait_for_itself(const std::string& key) {
  throw error(fmt::format(
      "this test already holds '{0}', so waiting for it would never end; take "
      "it only once, and exclusively: mark the test {0}",
      key));
}
}  // namespace

std::string turn_of_run(const std::string& run_id) {
  return fmt::format("no_parallel of run {}", run_id);
}

void lock_table::open(const private_directory& locks, int run_lock,
                      const std::string& run_id, event_log& log,
                      std::string outer_held) {
  directory_ = &locks;
  run_lock_ = run_lock;
  turn_key_ = turn_of_run(run_id);
  log_ = &log;
  outer_held_ = std::move(outer_held);
  // Sets the variable now, while no other thread reads the environment: adding
  // a variable later could move the whole environment, changing its value does
  // not.
  publish_held_locks();
}

void lock_table::rely_on(std::string holder) {
  launcher_ = std::move(holder);
}

void lock_table::share_with(std::string name, std::string former_held) {
  group_ = std::move(name);
  former_held_ = std::move(former_held);
}

std::string lock_table::signature(lock_scope scope,
                                  const std::string& test) const {
  return scope == lock_scope::program && !group_.empty()
             ? signature_of_group(group_, test)
             : own_token() + " " + test;
}

void lock_table::confine(const lock_requests& requests) {
  for (const lock_request& request : requests) {
    if (!outer_held_.empty()) {
      outer_held_ += ';';
    }
    outer_held_ +=
        entry_for_children(request.key, own_token(), lock_mode::exclusive);
  }
  publish_held_locks();
}

bool lock_table::is_granted(const std::string& key, lock_mode mode) const {
  if (launcher_.empty()) {
    return false;
  }
  // The lock of the run is never passed on: the launcher always holds it,
  // shared or exclusively.
  if (key == run_key) {
    return true;
  }
  const auto given = find_outer_lock(outer_held_, key);
  return given && given->holder == launcher_ &&
         (mode == lock_mode::shared || given->mode == lock_mode::exclusive);
}

const std::string& lock_table::own_token() const {
  std::call_once(token_known_, [this] { token_ = process_token(::getpid()); });
  return token_;
}

bool lock_table::holds(const std::string& key, lock_mode mode) const {
  if (is_granted(key, mode)) {
    return true;
  }
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = held_.find(key);
  return found != held_.end() && (mode == lock_mode::shared ||
                                  found->second.mode == lock_mode::exclusive);
}

void lock_table::acquire(const lock_requests& requests, lock_scope scope,
                         const std::string& test) {
  for (const lock_request& request : requests) {
    if (holds(request.key, request.mode)) {
      continue;
    }
    if (holds(request.key, lock_mode::shared)) {
      throw_would_wait_for_itself(request.key);
    }
    unique_fd fd = take_and_log(request, signature(scope, test));
    const std::lock_guard<std::mutex> guard(mutex_);
    held_.insert_or_assign(request.key,
                           held_lock{request.mode, scope, std::move(fd)});
  }
  if (!requests.empty()) {
    publish_held_locks();
  }
}

void lock_table::release(lock_scope scope) noexcept {
  bool changed = false;
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    for (auto entry = held_.begin(); entry != held_.end();) {
      if (entry->second.scope != scope) {
        ++entry;
        continue;
      }
      log_release({entry->first, entry->second.mode});
      if (entry->first == run_key) {
        os::lock_file(run_lock_, LOCK_SH | LOCK_NB);
      }
      entry = held_.erase(entry);
      changed = true;
    }
  }
  if (changed) {
    publish_held_locks();
  }
}

unique_fd lock_table::borrow(const lock_request& request,
                             const std::string& test) {
  const std::uint64_t thread = this_thread();
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    for (const borrowed_lock& other : borrowed_) {
      const bool both_read = request.mode == lock_mode::shared &&
                             other.request.mode == lock_mode::shared;
      if (other.thread == thread && other.request.key == request.key &&
          !both_read) {
        throw_would_wait_for_itself(request.key);
      }
    }
  }
  unique_fd fd = take_and_log(request, signature(lock_scope::test, test));
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    borrowed_.push_back({request, thread});
  }
  publish_held_locks();
  return fd;
}

void lock_table::give_back(const lock_request& request) noexcept {
  log_release(request);
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    const auto position = std::find_if(
        borrowed_.begin(), borrowed_.end(),
        [&](const borrowed_lock& other) { return other.request == request; });
    if (position != borrowed_.end()) {
      borrowed_.erase(position);
    }
  }
  publish_held_locks();
}

void lock_table::log_release(const lock_request& request) noexcept {
  log_->write(events::lock_release{key_among_siblings(request)});
}

unique_fd lock_table::take_and_log(const lock_request& request,
                                   const std::string& signature) {
  const std::int64_t start = monotonic_ns();
  const std::string key = key_among_siblings(request);
  unique_fd fd = take({key, request.mode}, signature);
  const std::int64_t waited = monotonic_ns() - start;
  waited_ns_ += waited;
  log_->write(events::lock_acquire{key, request.mode, waited});
  return fd;
}

/// The key under which this process takes the lock. When the enclosing test
/// holds the lock, this process only has to exclude the other processes of that
/// test. Throws error when that test holds it shared and `request` is
/// exclusive.
std::string lock_table::key_among_siblings(const lock_request& request) const {
  const auto outer = find_outer_lock(outer_held_, request.key);
  if (!outer || !is_alive(outer->holder)) {
    return request.key;
  }
  if (outer->mode == lock_mode::shared &&
      request.mode == lock_mode::exclusive) {
    throw error(fmt::format(
        "'{0}': the test that started this process holds it shared, so waiting "
        "for it would never end; mark that test {0}",
        request.key));
  }
  return fmt::format("{}@{}", request.key, id_in_token(outer->holder));
}

/// A helper process of a running test does not hold the run lock: that test
/// does.
unique_fd lock_table::take_run(const std::string& signature) {
  if (run_lock_ < 0) {
    return unique_fd();
  }
  // The process whose turn it is waits for all holders of the run lock, so this
  // process must release it.
  os::lock_file(run_lock_, LOCK_UN);
  unique_fd turn = wait_in_line(*directory_, {turn_key_}, signature);
  // A copy of this process that has the turn may still wait for the rest of the
  // run.
  while (!try_lock(turn.get(), lock_mode::exclusive, run_text)) {
    if (!try_lock(run_lock_, lock_mode::shared, run_text)) {
      return turn;
    }
    os::lock_file(run_lock_, LOCK_UN);
    ::poll(nullptr, 0, 1);
  }
  if (!try_lock(run_lock_, lock_mode::exclusive, run_text)) {
    report_waiting("the other tests of this run to finish (no_parallel)", "");
    wait_for_lock(run_lock_, lock_mode::exclusive, run_text);
  }
  end_groups_of_killed_launchers(*directory_);
  return turn;
}

unique_fd lock_table::take(const lock_request& request,
                           const std::string& signature) {
  if (request.key == run_key) {
    return take_run(signature);
  }
  if (request.key.compare(0, port_prefix.size(), port_prefix) == 0) {
    const auto port = whole_number(
        std::string_view(request.key).substr(port_prefix.size()), 65535);
    if (port) {
      return take_port(static_cast<std::uint16_t>(*port), group_in(signature));
    }
  }
  return wait_in_line(*directory_, request, signature);
}

unique_fd lock_table::take_port(std::uint16_t port, const std::string& group) {
  unique_fd lock = try_port_lock(*directory_, port);
  if (!lock && !group.empty()) {
    const bool is_shared = group_of_port(*directory_, port) == group;
    const auto former =
        find_outer_lock(former_held_, fmt::format("{}{}", port_prefix, port));
    if (is_shared || former) {
      sign_port(*directory_, port, group);
      if (is_shared || is_alive(former->holder)) {
        return lock;
      }
      throw error(fmt::format(
          "port {}: the process of this test that held it has ended; make the "
          "test wait for the processes that it starts",
          port));
    }
  }
  if (!lock) {
    report_waiting(fmt::format("port {}", port), port_lock_holder(port));
  }
  for (;; lock = try_port_lock(*directory_, port)) {
    const std::string former = group_of_port(*directory_, port);
    const bool is_own = !former.empty() && former == group;
    if (!lock && is_own) {
      return lock;
    }
    if (!lock) {
      wait_for_port_holder(*directory_, port);
      continue;
    }
    // The same steps as for named locks; see wait_in_line().
    sign_port(*directory_, port, group);
    if (former.empty() || is_own || is_gone(*directory_, former)) {
      break;
    }
    sign_port(*directory_, port, former);
    lock.reset();
    wait_until_gone(*directory_, former, fmt::format("port {}", port));
  }
  if (!nobody_listens(port)) {
    const std::string text = fmt::format(
        "port {} is in use by a program that does not reserve ports; the test "
        "may connect to that program",
        port);
    os::say(text);
    log_->write(events::warning{text});
  }
  return lock;
}

void lock_table::publish_held_locks() const {
  std::string text = outer_held_;
  const auto add = [&](const std::string& key, lock_mode mode) {
    if (key == run_key) {
      return;
    }
    if (!text.empty()) {
      text += ';';
    }
    text += entry_for_children(key, own_token(), mode);
  };
  const std::lock_guard<std::mutex> guard(mutex_);
  for (const auto& [key, lock] : held_) {
    add(key, lock.mode);
  }
  for (const borrowed_lock& lock : borrowed_) {
    add(lock.request.key, lock.request.mode);
  }
  ::setenv("PARALLEL_TESTING_HELD_LOCKS", text.c_str(), 1);
}

}  // namespace parallel_testing
