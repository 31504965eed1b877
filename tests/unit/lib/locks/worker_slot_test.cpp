// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/worker_slot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <vector>

#include "state/state_directory.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using unit::forked_child;
using unit::parent;
using unit::scratch;

/// A process that takes a slot of its own and keeps it.
forked_child slot_holder(const scratch& place) {
  return forked_child([&](parent& test) {
    const state_directory state = open_state_directory(place.state());
    const worker_slot slot = take_worker_slot(state);
    test.tell(std::to_string(slot.index));
    test.wait();
  });
}

TEST(worker_slot, C12_is_the_lowest_that_is_free) {
  const scratch place;
  const state_directory state = open_state_directory(place.state());
  worker_slot first = take_worker_slot(state);
  const worker_slot second = take_worker_slot(state);
  const worker_slot third = take_worker_slot(state);
  EXPECT_EQ(first.index, 0);
  EXPECT_EQ(second.index, 1);
  EXPECT_EQ(third.index, 2);
  first.lock.reset();
  EXPECT_EQ(take_worker_slot(state).index, 0);
  EXPECT_EQ(take_worker_slot(state).index, 0);
}

TEST(worker_slot, C11_is_held_by_one_process_only) {
  const scratch place;
  forked_child one = slot_holder(place);
  EXPECT_EQ(one.receive(), "0");
  forked_child two = slot_holder(place);
  EXPECT_EQ(two.receive(), "1");
  EXPECT_EQ(one.finish(), 0);
  forked_child three = slot_holder(place);
  EXPECT_EQ(three.receive(), "0");
}

TEST(worker_slot, C12_is_free_again_when_its_holder_was_killed) {
  const scratch place;
  for (int round = 0; round < 5; ++round) {
    forked_child holder = slot_holder(place);
    EXPECT_EQ(holder.receive(), "0");
    holder.kill();
  }
}

TEST(worker_slot, C11_300_processes_at_once_get_300_dense_slots) {
  constexpr int count = 300;
  const scratch place;
  std::vector<forked_child> holders;
  holders.reserve(count);
  for (int at = 0; at < count; ++at) holders.push_back(slot_holder(place));
  std::set<int> taken;
  for (forked_child& each : holders) taken.insert(std::stoi(each.receive()));
  EXPECT_EQ(taken.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(*taken.begin(), 0);
  EXPECT_EQ(*taken.rbegin(), count - 1);
}

TEST(worker_slot, C36_stays_taken_while_a_child_of_its_holder_lives) {
  const scratch place;
  forked_child holder([&](parent& test) {
    const state_directory state = open_state_directory(place.state());
    const worker_slot slot = take_worker_slot(state);
    if (::fork() > 0) return;
    test.tell(std::to_string(slot.index));
    test.wait();
  });
  EXPECT_EQ(holder.receive(), "0");
  const state_directory state = open_state_directory(place.state());
  EXPECT_EQ(take_worker_slot(state).index, 1) << "an orphan works as gw0";
  EXPECT_EQ(holder.finish(), 0);
}

TEST(worker_slot, C11_files_that_were_removed_count_no_more) {
  const scratch place;
  const state_directory state = open_state_directory(place.state());
  const worker_slot first = take_worker_slot(state);
  std::filesystem::remove_all(place.state() + "/workers");
  const worker_slot again = take_worker_slot(state);
  EXPECT_EQ(again.index, 0);
  EXPECT_TRUE(std::filesystem::exists(place.state() + "/workers/gw0"));
  EXPECT_EQ(slot_holder(place).receive(), "1");
}

TEST(worker_slot, C75_is_not_taken_through_a_planted_link) {
  const scratch place;
  const state_directory state = open_state_directory(place.state());
  take_worker_slot(state).lock.reset();
  std::filesystem::remove(place.state() + "/workers/gw0");
  unit::write_to(place.path("elsewhere"), "");
  std::filesystem::create_symlink(place.path("elsewhere"),
                                  place.state() + "/workers/gw0");
  EXPECT_THAT(slot_holder(place).receive(),
              AllOf(HasSubstr("cannot open lock file"), HasSubstr("/gw0'"),
                    HasSubstr(std::strerror(ELOOP))));
}

}  // namespace
}  // namespace parallel_testing
