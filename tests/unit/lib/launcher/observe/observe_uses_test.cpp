// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each family of system calls, and what a record has of it beyond the name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "launcher/observe/watched.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct uses_watched : watched {};

INSTANTIATE_TEST_SUITE_P(by, uses_watched,
                         testing::Values("notifications", "ptrace_seccomp",
                                         "ptrace_stops"),
                         [](const auto& each) { return each.param; });

TEST_P(uses_watched, C92_record_has_whether_a_write_empties_the_file) {
  ASSERT_EQ(run_probe("empties"), 0);
  EXPECT_EQ(field(touch("write", "emptied"), "truncations"), "4");
  EXPECT_EQ(field(touch("write", "kept"), "truncations"), "0");
}

TEST_P(uses_watched, C92_file_that_is_only_opened_for_writing_is_not_written) {
  const std::filesystem::path file = directory + "/updated";
  std::ofstream(file) << "old";
  std::filesystem::last_write_time(
      file,
      std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  ASSERT_EQ(run_probe("updates_nothing"), 0);
  EXPECT_NE(touch("read", "updated"), "");
  EXPECT_EQ(touch("write", "updated"), "");
  ASSERT_EQ(run_probe("updates"), 0);
  EXPECT_NE(touch("write", "updated"), "");
}

TEST_P(uses_watched, C92_record_has_what_the_test_leaves) {
  ASSERT_EQ(run_probe("create"), 0);
  EXPECT_EQ(field(resource("new"), "at_end"), "file");
  ASSERT_EQ(run_probe("remove"), 0);
  EXPECT_EQ(field(resource("old"), "at_end"), "absent");
  ASSERT_EQ(run_probe("read_absent"), 0);
  EXPECT_EQ(field(resource("none"), "at_end"), "unknown");
}

TEST_P(uses_watched, C92_lock_is_recorded_after_the_write_that_it_protects) {
  ASSERT_EQ(run_probe("locks_after_open"), 0);
  const std::string write = touch("write", "locked");
  const std::string lock = touch("lock_exclusive", "locked");
  ASSERT_FALSE(lock.empty());
  EXPECT_EQ(field(write, "truncations"), "0");
  EXPECT_LE(std::stol(field(write, "first_us")),
            std::stol(field(lock, "first_us")));
}

TEST_P(uses_watched, C92_lock_that_does_not_wait_is_a_trial) {
  ASSERT_EQ(run_probe("locks_after_open"), 0);
  EXPECT_EQ(field(touch("lock_exclusive", "locked"), "trials"), "0");
  ASSERT_EQ(run_probe("fcntl"), 0);
  EXPECT_EQ(field(touch("lock_exclusive", "locked"), "trials"), "1");
  ASSERT_EQ(run_probe("tries_flock"), 0);
  EXPECT_EQ(field(touch("lock_exclusive", "locked"), "trials"), "2");
}

TEST_P(uses_watched,
       C92_keys_of_the_machine_are_recorded_and_private_ones_not) {
  ASSERT_EQ(run_probe("sysv"), 0);
  const texts all = touches();
  for (const char* const kind : {"sysv_shm", "sysv_sem", "sysv_msg"}) {
    SCOPED_TRACE(kind);
    const std::string name = std::string(kind) + ":0x4f";
    EXPECT_THAT(all, Contains(AllOf(StartsWith("probe_absent of " + name),
                                    HasSubstr("before: absent"))));
    EXPECT_THAT(all, Contains(AllOf(StartsWith("create_exclusive of " + name),
                                    HasSubstr("before: absent"))));
    EXPECT_THAT(all, Contains(AllOf(StartsWith("remove of " + name),
                                    HasSubstr("before: other"))));
    EXPECT_THAT(lines(), Contains(AllOf(HasSubstr(name),
                                        HasSubstr("\"at_end\":\"absent\""))));
  }
  EXPECT_THAT(touches_of("ipc_private"), Not(Contains(HasSubstr("sysv_"))));
}

TEST_P(uses_watched, C92_queues_are_recorded) {
  EXPECT_THAT(
      touches_of("queue"),
      AllOf(Contains(StartsWith("create_exclusive of mqueue:/observed.")),
            Contains(StartsWith("remove of mqueue:/observed."))));
}

TEST_P(uses_watched, C92_posix_shared_memory_is_recorded) {
  EXPECT_THAT(touches_of("posix_memory"),
              AllOf(Contains(StartsWith("create of /dev/shm/observed.")),
                    Contains(StartsWith("remove of /dev/shm/observed."))));
  EXPECT_THAT(lines(), Contains(HasSubstr("\"kind\":\"posix_name\"")));
}

TEST_P(uses_watched, C92_host_name_and_clock_are_recorded) {
  EXPECT_THAT(touches_of("machine"),
              AllOf(Contains(StartsWith("set of host name")),
                    Contains(StartsWith("set of clock"))));
}

TEST_P(uses_watched, C92_addresses_of_what_is_sent_are_recorded) {
  EXPECT_THAT(touches_of("sends"),
              AllOf(Contains(StartsWith("connect of tcp:127.0.0.1:49,")),
                    Contains(StartsWith("connect of udp:127.0.0.1:50,")),
                    Contains(StartsWith("connect of udp:127.0.0.1:51,")),
                    Contains(StartsWith("connect of udp:127.0.0.1:52,")),
                    Contains(StartsWith("connect of udp:127.0.0.1:53,")),
                    Not(Contains(HasSubstr("127.0.0.1:0,")))));
}

TEST_P(uses_watched, C92_addresses_of_both_versions_are_one_where_they_meet) {
  EXPECT_THAT(touches_of("mapped"),
              Contains(StartsWith("bind of tcp:127.0.0.1:49,")));
  ASSERT_EQ(run_probe("tcp6"), 0);
  EXPECT_EQ(field(resource("tcp:[::]:49"), "only_version_6"), "0");
  ASSERT_EQ(run_probe("tcp6_only"), 0);
  EXPECT_EQ(field(resource("tcp:[::]:49"), "only_version_6"), "1");
}

TEST_P(uses_watched, C92_sockets_have_the_canonical_name_of_their_path) {
  EXPECT_THAT(touches_of("unix_alias"),
              AllOf(Contains(StartsWith("bind of real/socket,")),
                    Contains(StartsWith("connect of real/socket,")),
                    Contains(StartsWith("listen of real/socket,"))));
}

TEST_P(uses_watched, C92_attributes_are_changed_by_name_and_by_descriptor) {
  EXPECT_THAT(touches_of("attributes"),
              AllOf(Contains("change of by_name, before: file, meets"),
                    Contains("change of by_mode, before: file, meets"),
                    Contains("change of by_owner, before: file, meets"),
                    Contains("change of by_time, before: file, meets")));
}

TEST_P(uses_watched, C92_names_are_made_and_removed_by_each_call) {
  EXPECT_THAT(touches_of("makers"),
              AllOf(Contains("create of directory, before: absent, meets"),
                    Contains("remove of directory, before: directory, meets"),
                    Contains("create_exclusive of pipe, before: absent, meets"),
                    Contains("create_exclusive of hard, before: absent, meets"),
                    Contains("create_exclusive of soft, before: absent, meets"),
                    Contains("create of by_openat2, before: absent, meets"),
                    Contains("rename_target of hard, before: file, meets"),
                    Contains("rename_target of pipe, before: other, meets")));
}

TEST_P(uses_watched, C92_both_names_of_a_rename_are_recorded_with_their_state) {
  EXPECT_THAT(touches_of("rename"),
              AllOf(Contains("remove of old, before: file, meets"),
                    Contains("rename_target of new, before: absent, meets")));
}

TEST_P(uses_watched, C92_each_use_of_a_name_has_what_was_there_before_it) {
  EXPECT_THAT(touches_of("comes_and_goes"),
              AllOf(Contains("probe_absent of file, before: absent, meets"),
                    Contains("create of file, before: absent, meets"),
                    Contains("probe of file, before: file, meets"),
                    Contains("read of file, before: file, meets"),
                    Contains("remove of file, before: file, meets"),
                    Contains("change of file, before: absent, meets")));
  EXPECT_EQ(field(touch("probe_absent", "file"), "count"), "2");
  EXPECT_EQ(field(touch("probe", "file"), "count"), "1");
}

TEST_P(uses_watched, C92_a_directory_may_become_a_link_again_and_again) {
  EXPECT_THAT(touches_of("replaced_by_links"),
              AllOf(Contains("create of name/in_it, before: absent, meets"),
                    Contains("create of first/in_it, before: absent, meets"),
                    Contains("create of second/in_it, before: absent, meets"),
                    Contains("create of third/in_it, before: absent, meets")));
}

TEST_P(uses_watched, C92_a_file_stays_one_if_it_is_removed_like_a_directory) {
  EXPECT_THAT(touches_of("removes_as_directory"),
              Contains("remove of file, before: file, meets"));
  EXPECT_EQ(field(resource("file"), "kind"), "file");
}

TEST_P(uses_watched, C92_links_and_what_they_lead_to_are_distinguished) {
  EXPECT_THAT(touches_of("links"),
              AllOf(Contains("probe of file, before: file, meets"),
                    Contains("probe of link, before: link, meets"),
                    Contains("remove of link, before: link, meets"),
                    Contains("create of link, before: absent, meets"),
                    Contains("change of link, before: file, meets"),
                    Not(Contains(StartsWith("change of file,")))));
  EXPECT_THAT(touches(),
              AllOf(Contains("probe_absent of later/below, before: absent, "
                             "meets"),
                    Contains("create of real/below, before: absent, meets"),
                    Contains("probe of real/below, before: file, meets")));
}

TEST_P(uses_watched, C92_a_signal_by_descriptor_is_recorded) {
  EXPECT_THAT(touches_of("kill_by_descriptor"),
              Contains("kill of process:own, before: unknown, kernel"));
}

TEST_P(uses_watched, C92_spawned_programs_are_followed) {
  EXPECT_THAT(touches_of("spawn"),
              AllOf(Contains("create of new, before: absent, meets"),
                    Contains("create of by_vfork, before: absent, meets")));
}

TEST_P(uses_watched, C92_resources_in_private_namespaces_are_marked) {
  const texts all = touches_of("namespaces");
  if (all.empty() || resource("no namespaces") != "") {
    GTEST_SKIP() << "this machine does not allow private namespaces";
  }
  const auto scope_of = [&](const std::string& name) {
    return field(resource(name), "scope");
  };
  EXPECT_EQ(scope_of("outside"), "machine");
  EXPECT_EQ(scope_of("tcp:127.0.0.1:49"), "own_namespace");
  EXPECT_EQ(scope_of("host name"), "own_namespace");
  EXPECT_EQ(scope_of("clock"), "machine");
  EXPECT_EQ(scope_of("/mnt/observed"), "own_namespace");
  EXPECT_EQ(scope_of("sysv_shm:0x4f4f4f4f"), "own_namespace");
}

}  // namespace
}  // namespace parallel_testing::launcher
