// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What another process does between open() and flock(), done by the call of
// flock() itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "base/os.hpp"
#include "base/process_info.hpp"
#include "locks/lock_queue.hpp"
#include "locks/worker_slot.hpp"
#include "state/file_lock.hpp"
#include "state/run_registry.hpp"
#include "state/state_directory.hpp"
#include "support/forked_child.hpp"
#include "support/scoped_calls.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using unit::forked_child;
using unit::scoped_calls;
using unit::scratch;

std::string watched_path;
std::function<void()> meanwhile;
bool is_busy = false;
const os::call_table* real_table = nullptr;

bool is_watched(int fd) {
  struct stat held {};
  struct stat named {};
  return ::fstat(fd, &held) == 0 && ::stat(watched_path.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

int lock_after_others(int fd, int operation) {
  if (meanwhile && is_watched(fd)) {
    std::exchange(meanwhile, nullptr)();
    if (std::exchange(is_busy, false)) {
      errno = EWOULDBLOCK;
      return -1;
    }
  }
  return real_table->flock(fd, operation);
}

struct races : testing::Test {
  scratch place;
  state_directory state = open_state_directory(place.state());
  scoped_calls calls;

  void SetUp() override {
    real_table = &calls.real();
    calls->flock = lock_after_others;
  }

  void TearDown() override {
    meanwhile = nullptr;
    is_busy = false;
  }

  /// `act` happens when the file below the state directory was opened and is
  /// about to be locked, for the first time.
  void before_lock_of(const std::string& name, std::function<void()> act) {
    watched_path = place.state() + "/" + name;
    meanwhile = std::move(act);
  }

  void remove(const std::string& name) const {
    ASSERT_TRUE(fs::remove(place.state() + "/" + name));
  }

  /// Whether nobody else could have the lock now.
  bool excludes(const unique_fd& lock, const std::string& name) const {
    const unique_fd other = open_lock_file(state, name);
    return is_still_there(lock.get(), state, name) &&
           !try_lock(other.get(), lock_mode::exclusive, name);
  }

  static run_record record_of(const std::string& owner,
                              const std::string& directory) {
    run_record record;
    record.id = "r";
    record.owner = owner;
    record.directory = directory;
    record.temporary = directory;
    return record;
  }

  static std::string dead_owner() {
    forked_child child([](unit::parent& test) { test.wait(); });
    const std::string token = process_token(child.pid());
    child.finish();
    return token;
  }

  /// The name of the file that the lock "x" has.
  std::string file_of_lock() const {
    const unique_fd lock = wait_in_line(state, {"lock:x"}, "1.1 test");
    for (const auto& entry : fs::directory_iterator(place.state() + "/locks")) {
      if (entry.path().extension() == ".line") continue;
      return "locks/" + entry.path().filename().string();
    }
    return "";
  }
};

TEST_F(races,
       C20_a_lock_file_that_is_removed_before_it_is_locked_is_made_anew) {
  const std::string name = file_of_lock();
  before_lock_of(name, [&] { remove(name); });
  const unique_fd lock = wait_in_line(state, {"lock:x"}, "1.1 test");
  EXPECT_FALSE(meanwhile);
  EXPECT_TRUE(excludes(lock, name));
}

TEST_F(races,
       C20_a_lock_file_that_is_replaced_while_one_waits_is_not_the_lock) {
  const std::string name = file_of_lock();
  before_lock_of(name, [&] {
    remove(name);
    const unique_fd other = open_lock_file(state, name);
  });
  const unique_fd lock =
      wait_in_line(state, {"lock:x", lock_mode::shared}, "1.1 test");
  EXPECT_FALSE(meanwhile);
  EXPECT_TRUE(excludes(lock, name));
}

TEST_F(races, C20_the_line_is_stood_in_before_the_lock_is_asked_for) {
  const std::string name = file_of_lock();
  bool is_line_taken = false;
  before_lock_of(name, [&] {
    const unique_fd line = open_lock_file(state, name + ".line");
    is_line_taken = !try_lock(line.get(), lock_mode::exclusive, name);
  });
  const unique_fd lock = wait_in_line(state, {"lock:x"}, "1.1 test");
  EXPECT_TRUE(is_line_taken);
  const unique_fd line = open_lock_file(state, name + ".line");
  EXPECT_TRUE(try_lock(line.get(), lock_mode::exclusive, name));
}

TEST_F(races, C20_a_copy_made_in_line_does_not_stand_there) {
  const std::string name = file_of_lock();
  std::optional<forked_child> copy;
  before_lock_of(
      name, [&] { copy.emplace([](unit::parent& test) { test.wait(); }); });
  const unique_fd lock = wait_in_line(state, {"lock:x"}, "1.1 test");
  const unique_fd line = open_lock_file(state, name + ".line");
  EXPECT_TRUE(try_lock(line.get(), lock_mode::exclusive, name));
}

TEST_F(races, C11_a_worker_s_file_that_is_removed_before_it_is_locked_is_none) {
  take_worker_slot(state).lock.reset();
  before_lock_of("workers/gw0", [&] { remove("workers/gw0"); });
  const worker_slot slot = take_worker_slot(state);
  EXPECT_FALSE(meanwhile);
  EXPECT_TRUE(excludes(slot.lock, "workers/gw" + std::to_string(slot.index)));
  EXPECT_NE(take_worker_slot(state).index, slot.index);
}

TEST_F(races, C46_a_run_that_is_collected_while_one_joins_it_is_made_anew) {
  const run_record wanted =
      record_of(process_token(::getpid()), place.path("r"));
  (void)join_run(state, wanted);
  const std::string name = "runs/" + run_file_name("r");
  before_lock_of(name, [&] { remove(name); });
  const joined_run joined = join_run(state, wanted);
  EXPECT_FALSE(meanwhile);
  EXPECT_TRUE(joined.is_first);
  EXPECT_EQ(joined.record.id, "r");
  EXPECT_TRUE(excludes(joined.lock, name));
}

TEST_F(races, C46_a_run_that_is_collected_while_one_looks_has_no_members) {
  const run_record dead = record_of(dead_owner(), place.path("r"));
  (void)join_run(state, dead);
  const std::string name = "runs/" + run_file_name("r");
  // The collector has it at the first look, and is done at the second.
  before_lock_of(name, [&] {
    is_busy = true;
    before_lock_of(name, [&] { remove(name); });
  });
  EXPECT_FALSE(has_members(state, "r"));
  EXPECT_FALSE(meanwhile);
}

TEST_F(races, C46_a_run_id_used_again_while_its_run_is_collected_stays) {
  const std::string directory = place.path(temporary_name("r"));
  fs::create_directory(directory);
  const run_record dead = record_of(dead_owner(), directory);
  const run_record again = record_of(process_token(::getpid()), directory);
  (void)join_run(state, dead);
  joined_run joined;
  before_lock_of("runs/" + run_file_name("r"),
                 [&] { joined = join_run(state, again); });
  EXPECT_FALSE(remove_dead_run(state, dead));
  EXPECT_FALSE(meanwhile);
  EXPECT_TRUE(joined.is_first);
  EXPECT_TRUE(fs::exists(directory));
  EXPECT_EQ(read_run_record(state, "r").owner, again.owner);
}

}  // namespace
}  // namespace parallel_testing
