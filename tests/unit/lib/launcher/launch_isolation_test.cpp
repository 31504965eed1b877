// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "base/unique_fd.hpp"
#include "launched.hpp"
#include "probe.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using unit::child_process;

struct isolated : launched {
  /// Skips the test where the system has no such name spaces.
  static bool is_available(private_view kind) {
    return contains(available_views({kind}), kind);
  }
};

#define REQUIRE_ISOLATION(kind)                        \
  if (!is_available(kind)) {                           \
    GTEST_SKIP() << "this system has no isolation of " \
                 << detail::text_of(kind);             \
  }

TEST_F(isolated, a_fixed_port_is_everybody_s_own) {
  REQUIRE_ISOLATION(private_view::network)
  const std::vector<std::string> markers = {
      "--markers=port:18080,isolate:network"};
  child_process one = start(markers, {probe});
  child_process two = start(markers, {probe});
  EXPECT_EQ(one.ask("listen_on 18080"), "listening");
  EXPECT_EQ(two.ask("listen_on 18080"), "listening");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.finish(), 0);
  for (const std::string& event : events()) {
    EXPECT_THAT(event, Not(HasSubstr("lock_acquire")));
  }
}

TEST_F(isolated, a_port_is_free_again_at_once) {
  REQUIRE_ISOLATION(private_view::network)
  child_process test = start({"--markers=isolate:network"}, {probe});
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(test.ask("serve_once 18080"), "served");
  }
}

TEST_F(isolated, a_test_program_is_isolated_as_well) {
  REQUIRE_ISOLATION(private_view::network)
  const std::vector<std::string> markers = {
      "--markers=port:18080,isolate:network"};
  child_process one = start(markers, {probe, "adapter", "--gtest_filter=A.B"});
  child_process two = start(markers, {probe, "adapter", "--gtest_filter=A.C"});
  for (child_process* each : {&one, &two}) {
    EXPECT_EQ(each->ask("begin_case A.B port:18080;isolate:network"), "done");
    EXPECT_EQ(each->ask("listen_on 18080"), "listening");
    EXPECT_THAT(each->ask("reserve 1 tcp"), Not(HasSubstr("error")));
    EXPECT_EQ(each->ask("end_case passed"), "done");
  }
  for (const std::string& event : events()) {
    EXPECT_THAT(event, Not(HasSubstr("acquire")));
  }
}

TEST_F(isolated, a_visible_file_is_read_only) {
  for (const private_view kind : {private_view::network, private_view::tmp,
                                  private_view::ipc, private_view::pid}) {
    if (!is_available(kind)) continue;
    SCOPED_TRACE(detail::text_of(kind));
    const std::string data = place.path("data");
    unit::write_to(data, "text");
    unit::write_to(place.path("list"), "data\t" + data + "\n");
    more["PARALLEL_TESTING_PRIVATE_DIRECTORY"] = place.path("list");
    child_process test =
        start({"--markers=isolate:" + std::string(detail::text_of(kind)),
               "--keep=" + std::filesystem::path(data).parent_path().string()},
              {probe, "adapter", "--gtest_filter=A.B"});
    EXPECT_EQ(test.ask("begin_case A.B"), "done");
    EXPECT_EQ(test.ask("read data"), "text");
    EXPECT_EQ(test.ask("write data other"), "Read-only file system");
    EXPECT_EQ(test.ask("end_case passed"), "done");
    EXPECT_EQ(test.finish(), 0);
    EXPECT_EQ(unit::content_of(data), "text");
  }
}

TEST_F(launched, a_visible_file_without_isolation_is_a_copy) {
  const std::string data = place.path("data");
  unit::write_to(data, "text");
  unit::write_to(place.path("list"), "data\t" + data + "\n");
  more["PARALLEL_TESTING_PRIVATE_DIRECTORY"] = place.path("list");
  child_process test =
      start({"--adapter"}, {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("begin_case A.B"), "done");
  EXPECT_EQ(test.ask("write data other"), "done");
  EXPECT_EQ(test.ask("read data"), "other");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_EQ(unit::content_of(data), "text");
  EXPECT_THAT(test.errors(), HasSubstr("private copy of '" + data + "'"));
}

TEST_F(isolated, tmp_is_everybody_s_own_and_kept_when_the_test_fails) {
  REQUIRE_ISOLATION(private_view::tmp)
  const std::string name = "/tmp/pt-test-" + std::to_string(::getpid());
  child_process test = start_shell({"--markers=isolate:tmp"},
                                   "echo seen > " + name + "; ls /tmp; exit 1");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_FALSE(std::filesystem::exists(name));
  const std::string said = test.errors();
  const std::size_t at = said.find("kept ");
  ASSERT_NE(at, said.npos);
  bool is_kept = false;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(place.temp_root())) {
    is_kept = is_kept || entry.path().filename() == name.substr(5);
  }
  EXPECT_TRUE(is_kept);
}

TEST_F(isolated, tmp_is_that_of_the_test_before_if_it_left_nothing_there) {
  REQUIRE_ISOLATION(private_view::tmp)
  const auto identity_of_tmp = [&](const std::string& script) {
    child_process test =
        start_shell({"--markers=isolate:tmp"},
                    "stat -c %i /tmp; cat /tmp/file; echo; " + script);
    const std::string seen = test.receive();
    EXPECT_EQ(test.receive(), "") << "a file of the test before";
    EXPECT_EQ(test.finish(), 0) << test.errors();
    return seen;
  };
  const auto has_spare = [&] {
    const std::filesystem::recursive_directory_iterator all(place.temp_root());
    return std::any_of(begin(all), end(all), [](const auto& each) {
      return each.path().filename() == ".spare-tree-gw0";
    });
  };
  const std::string first = identity_of_tmp("exec >&-");
  EXPECT_TRUE(has_spare());
  EXPECT_EQ(identity_of_tmp("echo x > /tmp/file"), first);
  EXPECT_FALSE(has_spare());
  identity_of_tmp("exec >&-");
}

TEST_F(isolated, what_is_below_tmp_and_belongs_to_the_test_stays_reachable) {
  REQUIRE_ISOLATION(private_view::tmp)
  std::string folder = "/tmp/pt-kept-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  unit::write_to(folder + "/source", "text");
  child_process test = start_shell(
      {"--markers=isolate:tmp", "--keep=" + folder},
      "cat " + folder + "/source; echo; pwd; echo x > $TMPDIR/file && echo ok");
  EXPECT_EQ(test.receive(), "text");
  EXPECT_EQ(test.receive(), std::filesystem::current_path().string());
  EXPECT_EQ(test.receive(), "ok");
  EXPECT_EQ(test.finish(), 0);
  std::filesystem::remove_all(folder);
}

TEST_F(isolated, a_test_program_in_its_own_tmp_is_the_same_worker) {
  REQUIRE_ISOLATION(private_view::tmp)
  child_process holder = start_shell({}, "echo in; read line; true");
  EXPECT_EQ(holder.receive(), "in");
  child_process test = start({"--markers=isolate:tmp"},
                             {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("worker"), "gw1 1 parallel");
  EXPECT_EQ(test.ask("lock y"), "locked");
}

TEST_F(isolated, shared_memory_in_files_is_everybody_s_own) {
  REQUIRE_ISOLATION(private_view::ipc)
  const std::string name = "/dev/shm/pt-test-" + std::to_string(::getpid());
  unit::write_to(name, "outside");
  child_process test = start_shell({"--markers=isolate:ipc"},
                                   "ls -A /dev/shm | wc -l; echo inside > " +
                                       name + "; cat " + name + "; read line");
  EXPECT_EQ(test.receive(), "0");
  EXPECT_EQ(test.receive(), "inside");
  EXPECT_EQ(unit::content_of(name), "outside");
  EXPECT_TRUE(std::filesystem::remove(name));
}

TEST_F(isolated, shared_memory_and_queues_of_the_system_are_everybody_s_own) {
  REQUIRE_ISOLATION(private_view::ipc)
  const std::string key = std::to_string(::getpid());
  for (const std::string kind :
       {"memory", "semaphore", "queue", "posix_queue"}) {
    child_process outside({probe}, place.by_hand());
    child_process one = start({"--markers=isolate:ipc"}, {probe});
    child_process two = start({"--markers=isolate"}, {probe});
    const std::string object = kind + " " + key;
    ASSERT_EQ(outside.ask("ipc_find " + object), "none") << object;
    EXPECT_EQ(one.ask("ipc_make " + object), "made") << object;
    EXPECT_EQ(one.ask("ipc_find " + object), "there") << object;
    EXPECT_EQ(two.ask("ipc_find " + object), "none") << object;
    EXPECT_EQ(two.ask("ipc_make " + object), "made") << object;
    EXPECT_EQ(outside.ask("ipc_find " + object), "none") << object;
    EXPECT_EQ(outside.ask("ipc_make " + object), "made") << object;
    outside.ask("ipc_remove " + object);
    EXPECT_EQ(outside.ask("ipc_find " + object), "none") << object;
    EXPECT_EQ(one.ask("ipc_find " + object), "there") << object;
    // Nothing of theirs is left to clean up; without name spaces it would be.
    one.ask("ipc_remove " + object);
    two.ask("ipc_remove " + object);
  }
}

TEST_F(isolated, user_and_group_stay_the_same) {
  REQUIRE_ISOLATION(private_view::network)
  child_process test = start_shell({"--markers=isolate"}, "id -u; id -g");
  EXPECT_EQ(test.receive(), std::to_string(::getuid()));
  EXPECT_EQ(test.receive(), std::to_string(::getgid()));
}

TEST_F(isolated, process_ids_are_its_own_and_exit_codes_pass) {
  REQUIRE_ISOLATION(private_view::pid)
  child_process test = start_shell(
      {"--markers=isolate:pid"}, "echo $$; ls -d /proc/[0-9]* | wc -l; exit 5");
  EXPECT_EQ(test.receive(), "2");
  EXPECT_LE(std::stoi(test.receive()), 5);
  EXPECT_EQ(test.finish(), 5);
  EXPECT_EQ(run({"--markers=isolate:pid"}, "kill -SEGV $$"), -SIGSEGV);
}

TEST_F(isolated, C69_daemons_in_their_own_process_ids_are_named_and_ended) {
  REQUIRE_ISOLATION(private_view::pid)
  child_process test = start_shell(
      {"--markers=isolate:pid"},
      "setsid sleep 1000 >&2 & until grep -q sleep /proc/$!/comm; do :; done; "
      "echo x");
  EXPECT_EQ(test.receive(), "x");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_THAT(test.errors(), HasSubstr(" sleep 1000"));
}

TEST_F(isolated, C37_time_outs_reach_those_with_their_own_process_ids) {
  REQUIRE_ISOLATION(private_view::pid)
  more["PARALLEL_TESTING_TIMEOUT"] = "0.2";
  child_process test = start_shell(
      {"--markers=isolate:pid"},
      "trap 'echo tidied; exit' TERM; while :; do sleep 0.01; done");
  EXPECT_EQ(test.receive(), "tidied");
  EXPECT_EQ(test.finish(), 124);
}

TEST_F(isolated, a_nested_test_program_with_its_own_process_ids_does_not_wait) {
  REQUIRE_ISOLATION(private_view::pid)
  child_process test = start({"--markers=isolate:pid,lock:x"},
                             {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("take_program_locks A.B lock:x"), "done");
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
}

TEST_F(isolated, without_name_spaces_tests_take_turns) {
  more["PARALLEL_TESTING_ISOLATION"] = "none";
  const std::vector<std::string> markers = {"--markers=isolate:network"};
  child_process one = start_shell(markers, "echo in; read line; true");
  EXPECT_EQ(one.receive(), "in");
  child_process two = start_shell(markers, "echo in");
  unit::wait_until_says(two, "waiting for isolate:network");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.receive(), "in");
}

TEST_F(isolated, a_test_that_is_told_to_isolate_and_cannot_does_not_run) {
  // A name space of users in which no further ones may be made.
  more["PARALLEL_TESTING_ISOLATION"] = "network";
  child_process test(
      {"unshare", "-Ur", "sh", "-c",
       "echo 0 > /proc/sys/user/max_net_namespaces && exec " LAUNCHER
       " --name=t --markers=isolate:network -- echo ran"},
      [this] {
        unit::environment variables = place.under_ctest();
        variables["PARALLEL_TESTING_ISOLATION"] = "network";
        return variables;
      }());
  const std::string out = test.receive();
  EXPECT_EQ(test.finish(), 1);
  if (test.errors().find("unshare:") == 0) {
    GTEST_SKIP() << "this system has no name spaces of users";
  }
  EXPECT_EQ(out, "");
  EXPECT_THAT(test.errors(), HasSubstr("cannot isolate the test"));
}

TEST_F(isolated, the_probe_says_what_is_missing) {
  child_process test({"unshare", "-Ur", "sh", "-c",
                      "echo 0 > /proc/sys/user/max_net_namespaces && " LAUNCHER
                      " --probe=network,tmp"},
                     {});
  const std::string out = test.receive();
  test.finish();
  if (test.errors().find("unshare:") == 0) {
    GTEST_SKIP() << "this system has no name spaces of users";
  }
  EXPECT_THAT(out, Not(HasSubstr("network")));
  EXPECT_THAT(test.errors(), HasSubstr("network"));
}

}  // namespace
}  // namespace parallel_testing::launcher
