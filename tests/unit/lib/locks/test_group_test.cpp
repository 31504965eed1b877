// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/test_group.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/process_info.hpp"
#include "locks/lock_queue.hpp"
#include "locks/orphans.hpp"
#include "state/file_lock.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using unit::forked_child;
using unit::parent;

struct test_groups : testing::Test {
  unit::scratch place;
  state_directory state = open_state_directory(place.state());

  std::string path(const std::string& group) const {
    return place.state() + "/tests/" + group;
  }

  /// A process that is in the group until it is let go.
  forked_child member(const std::string& group) {
    return forked_child([&, group](parent& test) {
      test_group own;
      own.enter(state, group);
      test.tell("in");
      test.wait();
      own.leave();
    });
  }

  /// One that holds `key` for the group and is killed.
  void hold_and_die(const std::string& group, const lock_request& request) {
    forked_child holder([&](parent& test) {
      const unique_fd lock =
          wait_in_line(state, request, signature_of_group(group, "A.B"));
      test.tell("held");
      test.wait();
    });
    EXPECT_EQ(holder.receive(), "held");
    holder.kill();
  }
};

TEST_F(test_groups, are_told_from_processes_by_their_signature) {
  EXPECT_EQ(group_in("+12.34-ab A.B   "), "12.34-ab");
  EXPECT_EQ(group_in("12.34 A.B   "), "");
  EXPECT_EQ(group_in(""), "");
  EXPECT_EQ(group_in(std::string(8, '\0')), "");
  EXPECT_EQ(signer_in("12.34 A.B   "), "12.34");
  EXPECT_EQ(signer_in(signature_of_group("12.34@5", "A B")), "12.34@5");
  EXPECT_EQ(token_in("12.34@5"), "12.34");
  EXPECT_EQ(token_in("12.34-ab"), "12.34");
}

TEST_F(test_groups, are_gone_with_their_last_member) {
  EXPECT_TRUE(is_gone(state, "1.1-a"));
  forked_child one = member("1.1-a");
  EXPECT_EQ(one.receive(), "in");
  forked_child two = member("1.1-a");
  EXPECT_EQ(two.receive(), "in");
  EXPECT_FALSE(is_gone(state, "1.1-a"));
  EXPECT_EQ(one.finish(), 0);
  EXPECT_FALSE(is_gone(state, "1.1-a"));
  EXPECT_EQ(two.finish(), 0);
  EXPECT_FALSE(std::filesystem::exists(path("1.1-a")));
  EXPECT_TRUE(is_gone(state, "1.1-a"));
}

TEST_F(test_groups, C71_are_gone_when_all_members_were_killed) {
  forked_child one = member("1.1-a");
  EXPECT_EQ(one.receive(), "in");
  one.kill();
  EXPECT_TRUE(std::filesystem::exists(path("1.1-a")));
  EXPECT_TRUE(is_gone(state, "1.1-a"));
  EXPECT_FALSE(std::filesystem::exists(path("1.1-a")));
}

TEST_F(test_groups, C71_keep_a_lock_that_their_first_process_took) {
  for (const lock_mode mode : {lock_mode::exclusive, lock_mode::shared}) {
    forked_child survivor = member("1.1-a");
    EXPECT_EQ(survivor.receive(), "in");
    hold_and_die("1.1-a", {"lock:x", mode});
    // A reader that comes and goes leaves no doubt who was there.
    if (mode == lock_mode::shared) {
      (void)wait_in_line(state, {"lock:x", mode}, "2.2 reader");
    }
    forked_child next([&](parent& test) {
      test.tell("waits");
      const unique_fd lock = wait_in_line(state, {"lock:x"}, "3.3 A.C");
      test.tell(is_gone(state, "1.1-a") ? "alone" : "together");
    });
    EXPECT_EQ(next.receive(), "waits");
    EXPECT_EQ(survivor.finish(), 0);
    EXPECT_EQ(next.receive(), "alone");
    EXPECT_EQ(next.finish(), 0);
  }
}

TEST_F(test_groups, do_not_wait_for_each_other_to_read) {
  forked_child one = member("1.1-a");
  EXPECT_EQ(one.receive(), "in");
  const lock_request shared{"lock:x", lock_mode::shared};
  const unique_fd first =
      wait_in_line(state, shared, signature_of_group("1.1-a", "A.B"));
  const unique_fd second =
      wait_in_line(state, shared, signature_of_group("2.2-a", "A.C"));
  const unique_fd third = wait_in_line(state, shared, "3.3 A.D");
  EXPECT_TRUE(first && second && third);
}

TEST_F(test_groups, C71_forget_readers_that_are_gone) {
  hold_and_die("1.1-a", {"lock:x", lock_mode::shared});
  (void)wait_in_line(state, {"lock:x"}, "3.3 A.C");
  EXPECT_FALSE(std::filesystem::exists(place.state() + "/" +
                                       lock_file_name("lock:x") + ".readers"));
}

TEST_F(test_groups, C71_a_list_of_readers_does_not_grow_for_ever) {
  const std::string file = lock_file_name("lock:x") + ".readers";
  for (int at = 0; at < 2; ++at) {
    hold_and_die("1.1-a", {"lock:x", lock_mode::shared});
    std::string many;
    while (many.size() <= 65536) many += "2.2-gone\n";
    unit::write_to(place.state() + "/" + file, many);
  }
  hold_and_die("1.1-b", {"lock:x", lock_mode::shared});
  EXPECT_EQ(unit::content_of(place.state() + "/" + file), "1.1-b\n");
}

TEST_F(test_groups, C71_a_launcher_that_starts_is_not_taken_for_dead) {
  const std::string mark = mark_of_launcher(process_token(::getpid()));
  std::filesystem::create_directories(place.state() + "/tests");
  unit::write_to(path(mark), "");
  unit::write_to(path("1.1@0"), "");
  end_groups_of_killed_launchers(state);
  EXPECT_TRUE(std::filesystem::exists(path(mark)));
  EXPECT_FALSE(std::filesystem::exists(path("1.1@0")));
}

}  // namespace
}  // namespace parallel_testing
