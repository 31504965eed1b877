// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/path_memory.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::launcher {
namespace {

using observed::state;
using observed::use;

class path_memory_test : public testing::Test {
 protected:
  path_memory::entry* recall(std::string key, bool follows = true) {
    return memory_.recall(key, follows);
  }
  void remember(std::string key, const path_memory::entry& what,
                bool is_link = false, bool follows = true) {
    memory_.remember(key, what, is_link, follows);
  }

  path_memory memory_;
  ledger::item file_;
  ledger::item link_;
};

TEST_F(path_memory_test, knows_what_it_was_told_until_it_forgets) {
  EXPECT_EQ(recall("/a"), nullptr);
  remember("/a", {&file_, bit(use::read), state::file});
  ASSERT_NE(recall("/a"), nullptr);
  EXPECT_EQ(recall("/a")->item, &file_);
  EXPECT_EQ(recall("/b"), nullptr);
  memory_.forget();
  EXPECT_EQ(recall("/a"), nullptr);
}

TEST_F(path_memory_test, adds_up_the_uses_of_one_item) {
  remember("/a", {&file_, bit(use::read), state::file});
  remember("/a", {&file_, bit(use::write), state::file});
  EXPECT_EQ(recall("/a")->uses, bit(use::read) | bit(use::write));
  remember("/a", {&link_, bit(use::lock_exclusive), state::file});
  EXPECT_EQ(recall("/a")->uses, bit(use::lock_exclusive));
}

TEST_F(path_memory_test, tells_a_link_from_what_it_leads_to) {
  remember("/l", {&file_, bit(use::read), state::file}, true, true);
  EXPECT_EQ(recall("/l", true)->item, &file_);
  EXPECT_EQ(recall("/l", false), nullptr);
  remember("/l", {&link_, bit(use::remove), state::link}, true, false);
  EXPECT_EQ(recall("/l", true)->item, &file_);
  EXPECT_EQ(recall("/l", false)->item, &link_);
}

TEST_F(path_memory_test, forgets_items_that_a_ledger_folded) {
  remember("/a", {&file_, bit(use::read), state::file});
  memory_.forget_items_before(0);
  EXPECT_NE(recall("/a"), nullptr);
  EXPECT_FALSE(memory_.is_of(1));
  memory_.forget_items_before(1);
  EXPECT_TRUE(memory_.is_of(1));
  EXPECT_EQ(recall("/a"), nullptr);
}

}  // namespace
}  // namespace parallel_testing::launcher
