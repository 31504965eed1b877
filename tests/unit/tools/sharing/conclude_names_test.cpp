// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names that tests cannot share, and names outside of file systems.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::chance;
using observed::resource_kind;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> pairs_of_writers(const std::string& path,
                                          chance meeting = chance::meets) {
  forged_suite suite;
  suite.test("A").file(path, writes_new + removes, meeting);
  suite.test("B").file(path, writes_new + removes, meeting);
  return suite.pairs();
}

TEST(conclude_names, C93_files_that_are_made_for_all_are_not_shared) {
  for (const char* const path :
       {"/dev/null", "/dev/tty", "/dev/pts/3", "/dev/stderr", "/dev/fd/2",
        "/proc/self/comm", "/proc/77/oom_score_adj", "/b/x.gcda",
        "/b/default.profraw", "/b/__pycache__/m.cpython-311.pyc"}) {
    EXPECT_THAT(pairs_of_writers(path), IsEmpty()) << path;
  }
}

TEST(conclude_names, C93_files_with_similar_names_are_shared) {
  for (const char* const path :
       {"/dev/ttyUSB0", "/dev/nullx", "/proc/sys/kernel/x", "/procession",
        "/b/x.gcda.txt", "/b/profraw"}) {
    EXPECT_THAT(pairs_of_writers(path),
                ElementsAre(std::string("A B strong collision ") + path));
  }
}

TEST(conclude_names,
     C93_files_of_ctest_and_of_parallel_testing_are_not_shared) {
  for (const char* const path :
       {"/b/Testing/Temporary/LastTest.log", "/b/Testing/ParallelTesting/x",
        "/tmp/pt-1000/workers/gw0", "/tmp/pt-0/ab12/gw0-program/x"}) {
    EXPECT_THAT(pairs_of_writers(path), IsEmpty()) << path;
  }
  for (const char* const path :
       {"/b/Testing2/x", "/c/Testing/x", "/tmp/pt-x/y", "/home/me/pt-1/x"}) {
    EXPECT_THAT(pairs_of_writers(path),
                ElementsAre(std::string("A B strong collision ") + path));
  }
}

TEST(conclude_names, C93_state_directory_may_be_in_tmpdir) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    forged_test test = suite.test(name);
    test->record.head.tmpdir = "/scratch/pt-7/ab12/gw0";
    test.file("/scratch/pt-7/ab12/gw0/x", writes_new);
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_names, C93_private_directory_belongs_to_its_test) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    forged_test test = suite.test(name);
    test->has_private_directory = true;
    test.file("/b/tests/x", writes_new).file("/b/data", changes_in_place);
  }
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /b/data"));
}

TEST(conclude_names, C93_namespace_that_a_test_has_alone_is_not_shared) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    forged_test test = suite.test(name);
    test.file("/tmp/x", writes_new);
    (*test).record.resources.back().what.seen_by =
        observed::scope::own_namespace;
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_names, C93_random_names_do_not_meet) {
  forged_suite suite;
  suite.test("A").file("/tmp/x-Ab3dEf", writes_new, chance::random);
  suite.test("B").file("/tmp/x-9gHi2k", writes_new, chance::random);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

// rand() without srand(), or a hash of what is always the same.
TEST(conclude_names,
     C93_name_that_looks_random_and_is_the_same_twice_is_fixed) {
  EXPECT_THAT(pairs_of_writers("/tmp/x1804289383", chance::random),
              ElementsAre("A B strong collision /tmp/x1804289383"));
}

void set_pid(const forged_test& of, std::int64_t pid) {
  for (touched_resource& each : of->record.resources) {
    for (observed::touch& touch : each.touches) {
      touch.pid = pid;
    }
  }
}

/// Of tests whose processes have the ids 712 and 713.
std::vector<std::string> pairs_of_pids(const std::string& first,
                                       const std::string& second) {
  forged_suite suite;
  const forged_test one = suite.test("A").file(first, writes_new, chance::pid);
  set_pid(one, 712);
  const forged_test other =
      suite.test("B").file(second, writes_new, chance::pid);
  set_pid(other, 713);
  return suite.pairs();
}

TEST(conclude_names, C93_name_with_the_id_of_a_process_meets_seldom) {
  EXPECT_THAT(pairs_of_writers("/tmp/x.712", chance::pid),
              ElementsAre("A B weak collision /tmp/x.712"));
  EXPECT_THAT(pairs_of_pids("/tmp/x.712", "/tmp/x.713"),
              ElementsAre("A B weak collision /tmp/x.<pid>"));
  EXPECT_THAT(pairs_of_pids("/tmp/x712", "/tmp/x713"),
              ElementsAre("A B weak collision /tmp/x<pid>"));
  EXPECT_THAT(pairs_of_pids("/tmp/x.712", "/tmp/y.713"), IsEmpty());
  // The tests have no processes with these ids.
  EXPECT_THAT(pairs_of_pids("/tmp/x.7120", "/tmp/x.7130"), IsEmpty());
  EXPECT_THAT(pairs_of_pids("/tmp/712x", "/tmp/713x"), IsEmpty());
}

TEST(conclude_names, C93_directory_with_the_id_of_a_process_is_one_name) {
  forged_suite suite;
  for (const std::int64_t pid : {712, 713}) {
    forged_test test = suite.test(std::to_string(pid));
    const std::string directory = "/tmp/x." + std::to_string(pid);
    test.directory(directory, makes_directory, chance::pid)
        .file(directory + "/a", writes_new, chance::pid)
        .file(directory + "/b", writes_new, chance::pid);
    set_pid(test, pid);
  }
  EXPECT_THAT(suite.pairs(),
              ElementsAre("712 713 weak collision /tmp/x.<pid>"));
}

TEST(conclude_names, C93_locks_with_ids_of_processes_are_several_files) {
  forged_suite suite;
  for (const std::int64_t pid : {712, 713}) {
    forged_test test = suite.test(std::to_string(pid));
    test.file("/tmp/" + std::to_string(pid) + ".lock", locks_exclusively,
              chance::pid)
        .file("/tmp/data", changes_in_place);
    set_pid(test, pid);
  }
  EXPECT_THAT(suite.pairs(), ElementsAre("712 713 strong collision /tmp/data"));
}

TEST(conclude_names, C93_system_files_are_shared_if_a_test_changes_them) {
  forged_suite suite;
  suite.test("A").file("/etc/hosts", reads);
  suite.test("B").file("/etc/hosts", reads).directory("/etc", lists);
  EXPECT_THAT(suite.pairs(), IsEmpty());
  suite.test("C").file("/etc/hosts", changes_in_place);
  EXPECT_THAT(suite.pairs(), ElementsAre("A C strong collision /etc/hosts",
                                         "B C strong collision /etc/hosts"));
}

category category_of_writers(resource_kind kind, const std::string& name) {
  forged_suite suite;
  suite.test("A").named(kind, name, changes_in_place);
  suite.test("B").named(kind, name, changes_in_place);
  const sharing found = conclude(suite.of);
  EXPECT_EQ(found.shared.size(), 1U) << name;
  return found.shared.empty() ? category::other : found.shared[0].kind;
}

TEST(conclude_names, C93_category_follows_from_kind_and_place) {
  EXPECT_EQ(category_of_writers(resource_kind::file, "/tmp/x"),
            category::files);
  EXPECT_EQ(category_of_writers(resource_kind::file, "/dev/ttyUSB0"),
            category::other);
  EXPECT_EQ(category_of_writers(resource_kind::file, "/proc/sys/kernel/x"),
            category::global_state);
  EXPECT_EQ(category_of_writers(resource_kind::posix_name, "/dev/shm/x"),
            category::global_state);
  EXPECT_EQ(category_of_writers(resource_kind::shared_memory, "sysv_shm:0x1"),
            category::global_state);
}

TEST(conclude_names, C93_users_of_one_system_v_key_collide) {
  const forged_uses gets{{use::write, state::absent},
                         {use::create, state::absent}};
  const forged_uses finds_it{{use::write, state::other},
                             {use::create, state::other}};
  for (const resource_kind kind :
       {resource_kind::shared_memory, resource_kind::semaphores,
        resource_kind::message_queue}) {
    forged_suite suite;
    suite.test("A").named(kind, "key:0x1234", gets);
    suite.test("B").named(kind, "key:0x1234", finds_it);
    suite.test("C").named(kind, "key:0x1235", gets);
    EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision key:0x1234"));
  }
}

TEST(conclude_names, C93_tests_that_look_for_a_key_that_nobody_creates) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name).named(resource_kind::shared_memory, "sysv_shm:0x1",
                           finds_nothing);
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_names, C93_names_of_posix_shared_memory_are_files) {
  forged_suite suite;
  suite.test("A").named(resource_kind::posix_name, "/dev/shm/x",
                        writes_new + removes);
  suite.test("B").named(resource_kind::posix_name, "/dev/shm/x",
                        writes_new + removes);
  suite.test("C").named(resource_kind::posix_name, "/dev/shm/sem.x",
                        writes_new + removes);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /dev/shm/x"));
}

TEST(conclude_names, C93_readers_of_a_message_queue_take_the_messages) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name).named(resource_kind::posix_name, "mqueue:/x",
                           {{use::read, state::other}});
    suite.test(std::string(name) + "2")
        .named(resource_kind::posix_name, "/dev/shm/x",
               {{use::read, state::file}});
  }
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision mqueue:/x"));
}

}  // namespace
}  // namespace parallel_testing::tools
