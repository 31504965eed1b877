// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/lock_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;

class lock_names_test : public ::testing::Test {
 protected:
  void lock(const observed::resource& what, const resource_users& users) {
    locked.push_back({suite.share(what, users.exclusive), users});
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const named_lock& each : name_locks(suite.found, locked)) {
      names.push_back(each.name);
    }
    return names;
  }

  suite_with_findings suite;
  std::vector<locked_resource> locked;
};

TEST_F(lock_names_test, a_lock_is_named_after_its_file) {
  lock(file_at("/home/me/.shoprc"), {{0, 1}, {}});
  lock(file_at("/data/price list (new).csv"), {{2, 3}, {}});
  EXPECT_THAT(names(), ElementsAre("shoprc", "price-list-new-.csv"));
}

TEST_F(lock_names_test, a_long_name_keeps_its_end) {
  lock(file_at("/data/" + std::string(80, 'x') + "-orders.csv"), {{0, 1}, {}});
  EXPECT_THAT(names(), ElementsAre(std::string(29, 'x') + "-orders.csv"));
}

TEST_F(lock_names_test, files_of_one_name_are_told_apart_by_their_folders) {
  lock(file_at("/data/a/log"), {{0, 1}, {}});
  lock(file_at("/data/b/log"), {{2, 3}, {}});
  lock(file_at("/other/b/log"), {{4, 5}, {}});
  EXPECT_THAT(names(), ElementsAre("log", "b-log", "b-log-2"));
}

TEST_F(lock_names_test, files_of_one_folder_and_its_users_have_its_name) {
  lock(file_at("/data/store/log"), {{0, 1}, {2}});
  lock(file_at("/data/store/index"), {{0, 1}, {2}});
  EXPECT_THAT(names(), ElementsAre("store"));
}

TEST_F(lock_names_test, files_of_tmp_are_not_named_after_it) {
  lock(file_at("/tmp/log"), {{0, 1}, {}});
  lock(file_at("/tmp/index"), {{0, 1}, {}});
  EXPECT_THAT(names(), ElementsAre("log"));
}

TEST_F(lock_names_test, a_lock_that_another_covers_is_left_out) {
  lock(file_at("/data/part"), {{0, 1}, {}});
  lock(file_at("/data/all"), {{0, 1, 2}, {}});
  lock(file_at("/data/read"), {{0}, {1}});
  const std::vector<named_lock> locks = name_locks(suite.found, locked);
  ASSERT_EQ(locks.size(), 1U);
  EXPECT_THAT(locks[0].resources, ElementsAre(0, 1, 2));
  EXPECT_THAT(locks[0].users.exclusive, ElementsAre(0, 1, 2));
}

TEST_F(lock_names_test, readers_do_not_become_writers) {
  lock(file_at("/data/x"), {{0}, {1, 2}});
  lock(file_at("/data/y"), {{1}, {0, 2}});
  EXPECT_THAT(names(), ElementsAre("x", "y"));
}

TEST_F(lock_names_test, a_socket_is_named_without_its_scheme) {
  lock(object_named(observed::resource_kind::abstract_socket, "unix:@bus"),
       {{0, 1}, {}});
  lock(object_named(observed::resource_kind::semaphores, "sysv_sem:0x12"),
       {{2, 3}, {}});
  EXPECT_THAT(names(), ElementsAre("bus", "sysv_sem-0x12"));
}

TEST_F(lock_names_test, a_name_without_letters_becomes_a_lock) {
  lock(file_at("/…/…"), {{0, 1}, {}});
  EXPECT_THAT(names(), ElementsAre("shared"));
}

}  // namespace
}  // namespace parallel_testing::tools
