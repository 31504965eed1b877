// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/lock_queue.hpp"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "locks/test_group.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {
/// Processes queue for a lock, so that a succession of readers cannot keep a
/// writer out for ever. The destructor leaves the queue by unlocking, because a
/// child forked in the meantime has a copy of the descriptor.
class queue_position {
 public:
  queue_position(const private_directory& locks, const std::string& lock_name,
                 const std::string& key)
      : file_(open_lock_file(locks, lock_name + ".line")) {
    const std::string path = locks.path + "/" + lock_name;
    if (try_lock(file_.get(), lock_mode::exclusive, path)) {
      return;
    }
    report_waiting(key, lock_holder(open_lock_file(locks, lock_name).get()));
    has_waited_ = true;
    wait_for_lock(file_.get(), lock_mode::exclusive, path);
  }
  queue_position(const queue_position&) = delete;
  queue_position& operator=(const queue_position&) = delete;
  ~queue_position() { os::lock_file(file_.get(), LOCK_UN); }

  [[nodiscard]] bool has_waited() const noexcept { return has_waited_; }

 private:
  unique_fd file_;
  bool has_waited_ = false;
};

std::string readers_of(const std::string& lock_name) {
  return lock_name + ".readers";
}

/// Adds the group to the list of readers: readers that hold a lock at the same
/// time cannot all sign it.
void note_reader(const private_directory& locks, const std::string& lock_name,
                 const std::string& group) {
  constexpr off_t longest = 65536;
  const std::string name = readers_of(lock_name);
  const unique_fd file = open_lock_file(locks, name);
  std::string text = group + "\n";
  if (::lseek(file.get(), 0, SEEK_END) > longest) {
    ::lseek(file.get(), 0, SEEK_SET);
    const std::string former = read_rest(file.get());
    for (const std::string_view each : split(former, '\n')) {
      if (!each.empty() && !is_gone(locks, std::string(each))) {
        text += fmt::format("{}\n", each);
      }
    }
    if (::ftruncate(file.get(), 0) != 0) {
      os::throw_error("cannot write", locks.path + "/" + name, errno,
                      "free some disk space");
    }
  }
  ::lseek(file.get(), 0, SEEK_END);
  if (os::write_all(file.get(), text)) {
    return;
  }
  os::throw_error("cannot write", locks.path + "/" + name, errno,
                  "free some disk space");
}

/// A group that held the lock shared and still lives, "" when there is none.
std::string living_reader(const private_directory& locks,
                          const std::string& name, const std::string& group) {
  const std::string file = readers_of(name);
  const std::string text = read_whole(locks.fd.get(), file);
  if (text.empty()) {
    return "";
  }
  for (const std::string_view each : split(text, '\n')) {
    std::string reader(each);
    if (!each.empty() && each != group && !is_gone(locks, reader)) {
      return reader;
    }
  }
  ::unlinkat(locks.fd.get(), file.c_str(), 0);
  return "";
}

/// The group of an earlier holder of which processes still live, "" when there
/// is none. The kernel lock is free once the process that took it has ended,
/// but other processes of its test may still run.
std::string living_former_holder(const private_directory& locks,
                                 const lock_request& request,
                                 const std::string& signature,
                                 const std::string& group) {
  std::string former = group_in(signature);
  if (!former.empty() && former != group && !is_gone(locks, former)) {
    return former;
  }
  return request.mode == lock_mode::exclusive
             ? living_reader(locks, lock_file_name(request.key), group)
             : "";
}
}  // namespace

std::string lock_file_name(const std::string& key) {
  return "locks/" + file_name(key, 60) + "-" + hex(hash(key), 16);
}

void report_waiting(const std::string& key, const std::string& holder) {
  os::say(fmt::format("waiting for {}{}", key,
                      holder.empty() ? "" : ", held by " + holder));
}

namespace {
/// Whether another process of this test holds the lock that `file` could not
/// get, so that this process shares it.
bool is_of_own_test(const unique_fd& file, const std::string& group) {
  return !group.empty() && signer_in(read_signature(file.get())) == group;
}

/// Shares the lock if another process of this test holds it. This process must
/// not queue: the tests in the queue wait for this test, which may wait for
/// this process.
unique_fd join_own_test(const private_directory& locks,
                        const lock_request& request,
                        const std::string& signature) {
  const std::string name = lock_file_name(request.key);
  unique_fd file = open_lock_file(locks, name);
  if (!is_of_own_test(file, group_in(signature))) {
    return unique_fd();
  }
  const bool is_free =
      try_lock(file.get(), request.mode, locks.path + "/" + name);
  if (!is_free) {
    sign_lock(file.get(), signature);
    return file;
  }
  // The process that signed it has ended, so the lock is requested like any
  // other.
  os::lock_file(file.get(), LOCK_UN);
  return unique_fd();
}
}  // namespace

unique_fd wait_in_line(const private_directory& locks,
                       const lock_request& request,
                       const std::string& signature) {
  if (unique_fd joined = join_own_test(locks, request, signature)) {
    return joined;
  }
  const std::string name = lock_file_name(request.key);
  const std::string path = locks.path + "/" + name;
  const std::string group = group_in(signature);
  for (std::string living;;) {
    if (!living.empty()) {
      wait_until_gone(locks, living, request.key);
    }
    const queue_position position(locks, name, request.key);
    unique_fd file = open_lock_file(locks, name);
    if (!try_lock(file.get(), request.mode, path)) {
      if (is_of_own_test(file, group)) {
        sign_lock(file.get(), signature);
        return file;
      }
      if (!position.has_waited()) {
        report_waiting(request.key, lock_holder(file.get()));
      }
      wait_for_lock(file.get(), request.mode, path);
    }
    if (!is_still_there(file.get(), locks, name)) {
      continue;
    }
    const bool is_reading_group =
        request.mode == lock_mode::shared && !group.empty();
    // Sign before checking whether the former test still runs: a process of it
    // that asks now either sees that its test no longer owns the lock or is
    // counted.
    const std::string former = read_signature(file.get());
    // Other readers do not have to wait for this one.
    sign_lock(file.get(),
              is_reading_group ? without_group(signature) : signature);
    living = living_former_holder(locks, request, former, group);
    if (living.empty()) {
      if (is_reading_group) {
        note_reader(locks, name, group);
      }
      return file;
    }
    // Other processes of the former test may wait in this queue: let them go
    // first.
    sign_lock(file.get(), former);
    os::lock_file(file.get(), LOCK_UN);
  }
}

}  // namespace parallel_testing
