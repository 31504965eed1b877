// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/test_group.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "locks/lock_queue.hpp"
#include "locks/orphans.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {
std::string file_of(const std::string& group) {
  return "tests/" + group;
}

enum class if_alive { wait, give_up };

/// Removes the file of a group that has no living process. With `give_up`,
/// returns false when the group has one; otherwise waits.
bool remove_group(const state_directory& state, const std::string& group,
                  if_alive then, const std::string& key) {
  const std::string name = file_of(group);
  for (;;) {
    const unique_fd file(
        os::open_at(state.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
    if (!file && errno == ENOENT) {
      return true;
    }
    if (!file) {
      os::throw_error("cannot open", state.path + "/" + name, errno,
                      "raise the limit of open files (ulimit -n)");
    }
    if (!try_lock(file.get(), lock_mode::exclusive, name)) {
      if (then == if_alive::give_up) {
        return false;
      }
      report_waiting(key, "processes that another test left running");
      wait_for_lock(file.get(), lock_mode::exclusive, name);
    }
    if (!is_still_there(file.get(), state, name)) {
      continue;
    }
    end_orphans_of(group);
    ::unlinkat(state.fd.get(), name.c_str(), 0);
    return true;
  }
}
}  // namespace

void test_group::enter(const state_directory& state, const std::string& name) {
  state_ = &state;
  const std::string file = file_of(name);
  do {
    lock_ = open_lock_file(state, file);
    wait_for_lock(lock_.get(), lock_mode::shared, file);
  } while (!is_still_there(lock_.get(), state, file));
  name_ = name;
}

std::string test_group::record() const {
  ::lseek(lock_.get(), 0, SEEK_SET);
  return read_rest(lock_.get());
}

void test_group::write_record(const std::string& text) {
  ::lseek(lock_.get(), 0, SEEK_SET);
  if (os::write_all(lock_.get(), text)) {
    return;
  }
  os::throw_error("cannot write", state_->path + "/" + file_of(name_), errno,
                  "free some disk space");
}

void test_group::leave() noexcept {
  if (!lock_) {
    return;
  }
  const std::string file = file_of(name_);
  try {
    if (try_lock(lock_.get(), lock_mode::exclusive, file)) {
      ::unlinkat(state_->fd.get(), file.c_str(), 0);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
  lock_.reset();
}

bool is_gone(const state_directory& state, const std::string& group) {
  return remove_group(state, group, if_alive::give_up, "");
}

void wait_until_gone(const state_directory& state, const std::string& group,
                     const std::string& key) {
  remove_group(state, group, if_alive::wait, key);
}

void end_groups_of_killed_launchers(const state_directory& state) {
  for (const std::string& group : names_in(state.path + "/tests")) {
    // A living launcher may be about to lock its file.
    if (group[0] != '.' && !is_launcher_alive(group)) {
      is_gone(state, group);
    }
  }
}

}  // namespace parallel_testing
