// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories of cases that run one after the other: in forked processes, or as
// tests of one worker.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#endif

#include <chrono>
#include <filesystem>
#include <fstream>

#include "process/temp_store.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;

struct reused_directory : testing::Test {
  unit::scratch place;
  event_log log;  ///< writes nothing
  temp_store store;

  reused_directory() {
    store.open(open_private_directory(place.path("own")), "gw0",
               temp_policy::failed, log);
  }

  static ino_t identity_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
  }
};

TEST_F(reused_directory, has_the_name_of_the_next_case) {
  const std::string first = store.make("First");
  const ino_t identity = identity_of(first);
  EXPECT_FALSE(store.settle_for_reuse(first, false));
  const std::string second = store.make("Second");
  EXPECT_NE(first, second);
  EXPECT_FALSE(fs::exists(first));
  EXPECT_EQ(identity_of(second), identity);
  EXPECT_TRUE(store.is_created_here(second));
  store.remove(second);
}

TEST_F(reused_directory, is_a_new_one_if_the_case_changed_anything) {
  const std::string with_file = store.make("First");
  std::ofstream(with_file + "/file") << "text";
  EXPECT_FALSE(store.settle_for_reuse(with_file, false));
  EXPECT_FALSE(fs::exists(with_file));
  const std::string readable = store.make("Second");
  EXPECT_TRUE(fs::is_empty(readable));
  ASSERT_EQ(::chmod(readable.c_str(), 0755), 0);
  EXPECT_FALSE(store.settle_for_reuse(readable, false));
  EXPECT_FALSE(fs::exists(readable));
  const std::string third = store.make("Third");
  EXPECT_EQ(fs::status(third).permissions(), fs::perms::owner_all);
  store.remove(third);
}

TEST_F(reused_directory, is_kept_if_its_case_failed) {
  const std::string failed = store.make("First");
  EXPECT_TRUE(store.settle_for_reuse(failed, true));
  EXPECT_TRUE(fs::exists(failed));
  const std::string second = store.make("Second");
  EXPECT_TRUE(fs::exists(failed));
  store.remove(second);
}

TEST_F(reused_directory, never_takes_the_place_of_another) {
  const std::string first = store.make("First");
  EXPECT_FALSE(store.settle_for_reuse(first, false));
  const std::string taken = place.path("own/gw0-Second");
  fs::create_directory(taken);
  const ino_t identity = identity_of(taken);
  const std::string second = store.make("Second");
  EXPECT_NE(second, taken);
  EXPECT_EQ(identity_of(taken), identity);
  store.remove(second);
}

TEST_F(reused_directory, does_not_stay_after_the_last_case) {
  const std::string last = store.make("Last");
  EXPECT_FALSE(store.settle_for_reuse(last, false));
  store.remove_spare();
  EXPECT_TRUE(fs::is_empty(place.path("own")));
}

/// Two tests of one worker, which run one after the other.
struct spare_of_worker : reused_directory {
  temp_store next;

  spare_of_worker() {
    store.use_spare_of_worker();
    next.open(open_private_directory(place.path("own")), "gw0",
              temp_policy::failed, log);
    next.use_spare_of_worker();
  }
};

TEST_F(spare_of_worker, becomes_the_directory_of_its_next_test) {
  const std::string first = store.make("First");
  const ino_t identity = identity_of(first);
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  EXPECT_FALSE(fs::exists(first));
  EXPECT_EQ(identity_of(place.path("own/.spare-gw0")), identity);
  const std::string second = next.make("Second");
  EXPECT_EQ(second, place.path("own/gw0-Second"));
  EXPECT_EQ(identity_of(second), identity);
  const std::string third = next.make("Third");
  EXPECT_NE(identity_of(third), identity);
  EXPECT_TRUE(fs::is_empty(third));
}

TEST_F(spare_of_worker, is_not_one_that_was_changed) {
  const std::string used = store.make("First");
  std::ofstream(used + "/file") << "text";
  EXPECT_FALSE(store.settle_for_next_test(used, false));
  EXPECT_FALSE(fs::exists(used));
  const std::string readable = store.make("Second");
  ASSERT_EQ(::chmod(readable.c_str(), 0755), 0);
  EXPECT_FALSE(store.settle_for_next_test(readable, false));
  EXPECT_TRUE(fs::is_empty(place.path("own")));
  const std::string failed = store.make("Third");
  EXPECT_TRUE(store.settle_for_next_test(failed, true));
  EXPECT_TRUE(fs::exists(failed));
}

TEST_F(spare_of_worker, has_the_times_of_a_new_one) {
  const std::string first = store.make("First");
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1000);
  fs::last_write_time(first, old);
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  ASSERT_TRUE(fs::exists(place.path("own/.spare-gw0")));
  EXPECT_GT(fs::last_write_time(next.make("Second")),
            old + std::chrono::hours(999));
}

#ifdef __linux__
TEST_F(spare_of_worker, is_not_one_with_flags_of_the_file_system) {
  const std::string first = store.make("First");
  const int directory = ::open(first.c_str(), O_RDONLY | O_DIRECTORY);
  unsigned flags = 0;
  ::ioctl(directory, FS_IOC_GETFLAGS, &flags);
  flags |= FS_NODUMP_FL;
  const bool is_set = ::ioctl(directory, FS_IOC_SETFLAGS, &flags) == 0;
  ::close(directory);
  if (!is_set) {
    GTEST_SKIP() << "the file system has no flags";
  }
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  EXPECT_TRUE(fs::is_empty(place.path("own")));
}

TEST_F(spare_of_worker, may_have_the_label_of_its_parent_and_no_other) {
  const auto label = [](const std::string& path, const std::string& value) {
    return ::setxattr(path.c_str(), "security.selinux", value.data(),
                      value.size(), 0) == 0;
  };
  const std::string first = store.make("First");
  if (!label(place.path("own"), "usual") || !label(first, "usual")) {
    GTEST_SKIP() << "only root may set labels, and not everywhere";
  }
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  EXPECT_TRUE(fs::exists(place.path("own/.spare-gw0")));
  const std::string second = next.make("Second");
  EXPECT_FALSE(fs::exists(place.path("own/.spare-gw0")));
  ASSERT_TRUE(label(second, "other"));
  EXPECT_FALSE(next.settle_for_next_test(second, false));
  EXPECT_FALSE(fs::exists(place.path("own/.spare-gw0")));
}
#endif

TEST_F(spare_of_worker, is_removed_if_something_came_into_it_later) {
  const std::string first = store.make("First");
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  const std::string spare = place.path("own/.spare-gw0");
  fs::create_directories(spare + "/late/deep");
  const std::string second = next.make("Second");
  EXPECT_TRUE(fs::is_empty(second));
  EXPECT_FALSE(fs::exists(spare));
}

TEST_F(spare_of_worker, is_never_what_a_link_names) {
  const std::string elsewhere = place.path("elsewhere");
  ASSERT_EQ(::mkdir(elsewhere.c_str(), 0700), 0);
  const std::string spare = place.path("own/.spare-gw0");
  fs::create_directory_symlink(elsewhere, spare);
  const std::string second = next.make("Second");
  EXPECT_TRUE(fs::is_directory(fs::symlink_status(second)));
  EXPECT_FALSE(fs::is_symlink(fs::symlink_status(spare)));
  EXPECT_TRUE(fs::exists(elsewhere));
}

/// A directory in which the launcher mounts, by its tests.
struct spare_tree_of_worker : spare_of_worker {
  const directory_modes allowed = {{"tmp", 01777}, {"tmp/kept", 0700}};

  std::string make_used(temp_store& from) const {
    const std::string path = from.make_tree("Used", allowed);
    fs::create_directories(path + "/tmp/kept");
    fs::permissions(path + "/tmp", fs::perms(01777));
    fs::permissions(path + "/tmp/kept", fs::perms::owner_all);
    return path;
  }
};

TEST_F(spare_tree_of_worker, keeps_the_directories_that_its_next_test_needs) {
  const std::string first = make_used(store);
  const ino_t identity = identity_of(first + "/tmp/kept");
  EXPECT_EQ(store.settle_tree_for_next_test(false), 0);
  EXPECT_EQ(store.settle(false), 0);
  EXPECT_FALSE(fs::exists(first));
  const std::string second = next.make_tree("Next", allowed);
  EXPECT_EQ(second, place.path("own/gw0-Next"));
  EXPECT_EQ(identity_of(second + "/tmp/kept"), identity);
}

TEST_F(spare_tree_of_worker, is_not_one_in_which_anything_was_changed) {
  for (const char* const other : {"/file", "/tmp/file", "/tmp/kept/file"}) {
    std::ofstream(make_used(store) + other) << "text";
    EXPECT_EQ(store.settle_tree_for_next_test(false), 0);
    EXPECT_TRUE(fs::is_empty(place.path("own"))) << other;
  }
  fs::permissions(make_used(store) + "/tmp", fs::perms::owner_all);
  EXPECT_EQ(store.settle_tree_for_next_test(false), 0);
  EXPECT_TRUE(fs::is_empty(place.path("own")));
  const std::string linked = make_used(store);
  fs::remove(linked + "/tmp/kept");
  fs::create_directory_symlink("/", linked + "/tmp/kept");
  EXPECT_EQ(store.settle_tree_for_next_test(false), 0);
  EXPECT_TRUE(fs::is_empty(place.path("own")));
}

#ifdef __linux__
TEST_F(spare_tree_of_worker, is_not_one_with_attributes_in_it) {
  const std::string used = make_used(store);
  const std::string inner = used + "/tmp/kept";
  if (::setxattr(inner.c_str(), "user.note", "x", 1, 0) != 0) {
    GTEST_SKIP() << "the file system has no attributes";
  }
  EXPECT_EQ(store.settle_tree_for_next_test(false), 0);
  EXPECT_TRUE(fs::is_empty(place.path("own")));
}
#endif

TEST_F(spare_tree_of_worker, is_not_used_by_a_test_that_needs_others) {
  make_used(store);
  EXPECT_EQ(store.settle_tree_for_next_test(false), 0);
  EXPECT_TRUE(fs::is_empty(next.make_tree("Next", {{"tmp", 01777}})));
}

TEST_F(spare_tree_of_worker, stays_where_it_is_if_the_test_failed) {
  const std::string failed = make_used(store);
  EXPECT_EQ(store.settle_tree_for_next_test(true), 1);
  EXPECT_TRUE(fs::exists(failed));
}

TEST_F(spare_tree_of_worker, is_removed_while_a_process_of_the_test_is_left) {
  const std::string used = make_used(store);
  EXPECT_EQ(store.settle(false), 0);
  EXPECT_TRUE(fs::is_empty(place.path("own")));
}

TEST_F(spare_of_worker, is_not_used_by_another_worker) {
  const std::string first = store.make("First");
  const ino_t identity = identity_of(first);
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  temp_store other;
  other.open(open_private_directory(place.path("own")), "gw1",
             temp_policy::failed, log);
  other.use_spare_of_worker();
  EXPECT_NE(identity_of(other.make("Second")), identity);
}

TEST_F(spare_of_worker, does_not_take_the_place_of_what_a_killed_test_left) {
  const std::string first = store.make("First");
  EXPECT_FALSE(store.settle_for_next_test(first, false));
  const std::string left = place.path("own/gw0-Second");
  fs::create_directories(left + "/work");
  const std::string second = next.make("Second");
  EXPECT_EQ(second, place.path("own/gw0-Second-1"));
  EXPECT_TRUE(fs::is_empty(second));
  EXPECT_TRUE(fs::exists(left + "/work"));
}

}  // namespace
}  // namespace parallel_testing
