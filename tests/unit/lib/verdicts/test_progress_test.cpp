// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/test_progress.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

#include "base/unique_fd.hpp"

namespace {
std::atomic<int> calls_of_getpid{0};
}  // namespace

/// In place of that of the C library, in this whole program.
extern "C" pid_t getpid() noexcept(noexcept(::getpid())) {
  ++calls_of_getpid;
  return static_cast<pid_t>(::syscall(SYS_getpid));
}

namespace parallel_testing {
namespace {

TEST(test_progress, a_case_asks_for_its_process_a_few_times_and_not_per_place) {
  test_progress progress;
  progress.start_alone_unless_shared();
  calls_of_getpid = 0;
  progress.begin_round();
  progress.begin_case("A.B");
  progress.end_case();
  progress.end_round();
  constexpr int each_step_twice = 8;
  EXPECT_LE(calls_of_getpid, each_step_twice);
  EXPECT_EQ(progress.begun(), 1U);
  EXPECT_EQ(progress.ended(), 1U);
  EXPECT_FALSE(progress.has_unfinished_round());
}

/// The file of a slot, in memory.
unique_fd forged_slot() {
  return unique_fd(::memfd_create("slot", MFD_CLOEXEC));
}

TEST(test_progress, C86_a_copy_learns_that_the_last_process_has_left) {
  const unique_fd slot = forged_slot();
  test_progress first;
  first.share_through(slot.get(), "program");
  EXPECT_TRUE(first.leave());
  test_progress copy;
  copy.join(slot.get(), "program");
  EXPECT_TRUE(copy.reopen());
  EXPECT_FALSE(copy.reopen());
  EXPECT_TRUE(copy.leave());
  EXPECT_FALSE(copy.leave());
}

TEST(test_progress, C86_a_copy_beside_the_first_process_shares_with_it) {
  const unique_fd slot = forged_slot();
  test_progress first;
  first.share_through(slot.get(), "program");
  test_progress copy;
  copy.join(slot.get(), "program");
  EXPECT_FALSE(copy.reopen());
}

TEST(test_progress, a_launcher_without_a_program_of_ours_settles_each_test) {
  const unique_fd slot = forged_slot();
  for (int test = 0; test < 2; ++test) {
    ASSERT_TRUE(test_progress::prepare(slot.get()));
    test_progress launcher;
    EXPECT_FALSE(launcher.adopt_first(slot.get()));
    EXPECT_FALSE(launcher.has_failed());
    launcher.note_failure("why");
    EXPECT_TRUE(launcher.leave());
  }
}

TEST(test_progress, a_launcher_forgets_the_programs_of_the_test_before) {
  const unique_fd slot = forged_slot();
  ASSERT_TRUE(test_progress::prepare(slot.get()));
  test_progress first;
  first.join(slot.get(), "one");
  first.begin_case("A.B");
  test_progress second;
  second.join(slot.get(), "another");
  second.note_failure("reason");
  ASSERT_TRUE(test_progress::prepare(slot.get()));
  test_progress launcher;
  EXPECT_FALSE(launcher.adopt_first(slot.get()));
  test_progress next;
  next.join(slot.get(), "another");
  EXPECT_EQ(next.begun(), 0U);
  EXPECT_FALSE(next.has_failed());
  EXPECT_EQ(next.reason(), "");
  EXPECT_TRUE(launcher.adopt_first(slot.get()));
}

}  // namespace
}  // namespace parallel_testing
