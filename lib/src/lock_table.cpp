// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lock_table.hpp"

#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "file_lock.hpp"
#include "format.hpp"
#include "os.hpp"
#include "port_lock.hpp"
#include "text.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view port_prefix = "port:";

std::string lock_file_name(const std::string& key) {
  return "locks/" + file_name(key, 60) + "-" + hex(hash(key), 16);
}

void say_waiting(const std::string& key, const std::string& holder) {
  os::say(fmt::format("waiting for {}{}", key,
                      holder.empty() ? "" : ", held by " + holder));
}

/// So that those who wait can say for whom. The lock does not depend on it.
/// Always the same length: cutting a file short makes some file systems flush
/// it when it is closed.
void sign(int fd, const std::string& test) {
  constexpr std::size_t length = 120;
  std::string text = fmt::format("pid {} {}", ::getpid(), test);
  text.resize(length, ' ');
  if (::pwrite(fd, text.data(), length, 0) < 0) {
    os::say("cannot sign a lock file; is the disk full?");
  }
}

std::string holder_of(int fd) {
  const std::string text = os::read_fd(fd);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}
}  // namespace

void lock_table::open(const private_directory& locks, int run_lock,
                      event_log& log, std::string outer_held) {
  directory_ = &locks;
  run_lock_ = run_lock;
  log_ = &log;
  outer_held_ = std::move(outer_held);
}

bool lock_table::holds(const std::string& key, lock_mode mode) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = held_.find(key);
  return found != held_.end() && (mode == lock_mode::shared ||
                                  found->second.mode == lock_mode::exclusive);
}

void lock_table::acquire(const lock_requests& requests, lock_scope scope,
                         const std::string& test) {
  for (const lock_request& request : requests) {
    if (holds(request.key, request.mode)) continue;
    unique_fd fd = acquire_untracked(request, test);
    const std::lock_guard<std::mutex> guard(mutex_);
    held_.insert_or_assign(request.key,
                           held_lock{request.mode, scope, std::move(fd)});
  }
  if (!requests.empty()) tell_children();
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
      note_release(entry->first);
      if (entry->first == run_key) os::lock_file(run_lock_, LOCK_SH);
      entry = held_.erase(entry);
      changed = true;
    }
  }
  if (changed) tell_children();
}

void lock_table::note_release(const std::string& key) noexcept {
  log_->write("lock_release",
              event_fields().text("key", key_among_siblings(key)));
}

unique_fd lock_table::acquire_untracked(const lock_request& request,
                                        const std::string& test) {
  const std::int64_t start = monotonic_ns();
  const std::string key = key_among_siblings(request.key);
  unique_fd fd = take({key, request.mode}, test);
  const bool is_exclusive = request.mode == lock_mode::exclusive;
  log_->write("lock_acquire",
              event_fields()
                  .text("key", key)
                  .text("mode", is_exclusive ? "exclusive" : "shared")
                  .number("waited_ns", monotonic_ns() - start));
  return fd;
}

/// A lock that the test around this process holds for it is not waited for;
/// what is left to exclude is the other processes of that test.
std::string lock_table::key_among_siblings(const std::string& key) const {
  const auto holder = outer_holder(outer_held_, key);
  return holder ? fmt::format("{}@{}", key, *holder) : key;
}

unique_fd lock_table::take(const lock_request& request,
                           const std::string& test) {
  if (request.key == run_key) {
    // The table's entry needs no descriptor: the caller owns the run lock. A
    // piece of a running test has none: that test took it.
    if (run_lock_ >= 0 && !try_lock(run_lock_, request.mode, "run")) {
      say_waiting("the other tests of this run to finish (no_parallel)", "");
      wait_for_lock(run_lock_, request.mode, "run");
    }
    return unique_fd();
  }
  if (request.key.compare(0, port_prefix.size(), port_prefix) == 0) {
    const auto port = whole_number(
        std::string_view(request.key).substr(port_prefix.size()), 65535);
    if (port) return take_port(static_cast<std::uint16_t>(*port));
  }
  return take_file(request, test);
}

unique_fd lock_table::take_file(const lock_request& request,
                                const std::string& test) {
  const std::string name = lock_file_name(request.key);
  const std::string path = directory_->path + "/" + name;
  for (;;) {
    unique_fd file = open_lock_file(*directory_, name);
    if (!try_lock(file.get(), request.mode, path)) {
      say_waiting(request.key, holder_of(file.get()));
      wait_for_lock(file.get(), request.mode, path);
    }
    if (!is_still_there(file.get(), *directory_, name)) continue;
    if (request.mode == lock_mode::exclusive) sign(file.get(), test);
    return file;
  }
}

unique_fd lock_table::take_port(std::uint16_t port) {
  unique_fd lock = try_port_lock(*directory_, port);
  if (!lock) {
    say_waiting(fmt::format("port {}", port), port_lock_holder(port));
  }
  while (!lock) {
    wait_for_port_holder(*directory_, port);
    lock = try_port_lock(*directory_, port);
  }
  if (!nobody_listens(port)) {
    const std::string text = fmt::format(
        "port {} is in use by a program that does not take part; the test may "
        "talk to that one",
        port);
    os::say(text);
    log_->write("warning", event_fields().text("message", text));
  }
  return lock;
}

void lock_table::tell_children() const {
  std::string text = outer_held_;
  const std::lock_guard<std::mutex> guard(mutex_);
  for (const auto& [key, lock] : held_) {
    if (key == run_key) continue;
    if (!text.empty()) text += ';';
    text += fmt::format("{}={}", key, ::getpid());
  }
  ::setenv("PARALLEL_TESTING_HELD_LOCKS", text.c_str(), 1);
}

}  // namespace parallel_testing
