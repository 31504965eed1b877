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
extern "C" pid_t getpid() noexcept {
  ++calls_of_getpid;
  return static_cast<pid_t>(::syscall(SYS_getpid));
}

namespace parallel_testing {
namespace {

TEST(test_progress, a_case_asks_for_its_process_a_few_times_and_not_per_place) {
  test_progress progress;
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

}  // namespace
}  // namespace parallel_testing
