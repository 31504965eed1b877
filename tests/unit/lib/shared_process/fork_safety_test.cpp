// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/fork_safety.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <thread>

#include "support/forked_child.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;

fork_facts harmless() {
  fork_facts facts;
  facts.are_known = true;
  facts.libraries = {"/lib/libc.so.6", "/usr/lib/libcudnn_like.so"};
  facts.descriptors = {{5, "/home/me/input.txt"}, {6, "/dev/null"}};
  return facts;
}

TEST(fork_safety, C102_a_program_with_plain_files_may_be_forked) {
  EXPECT_EQ(why_not_to_fork(harmless()), "");
}

TEST(fork_safety, C102_what_is_unknown_is_not_safe) {
  EXPECT_THAT(why_not_to_fork({}), HasSubstr("the system does not report"));
}

TEST(fork_safety, C102_threads_children_and_ThreadSanitizer_are_in_the_way) {
  fork_facts facts = harmless();
  facts.has_children = true;
  EXPECT_EQ(why_not_to_fork(facts), "it has started other processes");
  facts.threads = 3;
  EXPECT_EQ(why_not_to_fork(facts), "it has 3 threads");
  facts.has_thread_sanitizer = true;
  EXPECT_THAT(why_not_to_fork(facts), HasSubstr("ThreadSanitizer"));
}

TEST(fork_safety, C102_libraries_of_devices_and_calls_are_in_the_way) {
  for (const char* library :
       {"/usr/lib/libcuda.so.1", "/opt/rocm/lib/libamdhip64.so.6",
        "libgrpc++.so.1.51", "/usr/lib/libmpi.so.40", "libOpenCL.so.1"}) {
    fork_facts facts = harmless();
    facts.libraries.emplace_back(library);
    EXPECT_THAT(why_not_to_fork(facts), HasSubstr("it has loaded ")) << library;
  }
}

TEST(fork_safety, C102_what_cases_would_not_find_is_in_the_way) {
  fork_facts facts = harmless();
  facts.left_in_namespaces = "a file in its private /tmp (/tmp/a)";
  EXPECT_EQ(why_not_to_fork(facts),
            "its set-up has left a file in its private /tmp (/tmp/a)");
}

TEST(fork_safety, C102_descriptors_that_processes_share_are_in_the_way) {
  for (const char* target :
       {"socket:[17]", "pipe:[18]", "anon_inode:[eventpoll]",
        "anon_inode:[io_uring]", "anon_inode:[timerfd]", "/dev/nvidia0",
        "/dev/dri/renderD128"}) {
    fork_facts facts = harmless();
    facts.descriptors.push_back({7, target});
    EXPECT_THAT(why_not_to_fork(facts), HasSubstr("descriptor 7")) << target;
  }
}

TEST(fork_safety, C102_sees_what_this_process_has) {
  if (facts_of_this_process("/nowhere").has_thread_sanitizer) {
    EXPECT_THAT(why_not_to_fork(facts_of_this_process("/nowhere")),
                HasSubstr("ThreadSanitizer"));
    return;
  }
  unit::forked_child child([](unit::parent& test) {
    remember_inherited_descriptors();
    test.tell(why_not_to_fork(facts_of_this_process("/nowhere")));
    const int epoll = ::epoll_create1(0);
    test.tell(why_not_to_fork(facts_of_this_process("/nowhere")));
    ::close(epoll);
    std::thread([] { ::pause(); }).detach();
    test.tell(why_not_to_fork(facts_of_this_process("/nowhere")));
    ::_exit(0);
  });
  EXPECT_EQ(child.receive(), "");
  EXPECT_THAT(child.receive(), HasSubstr("an epoll instance"));
  EXPECT_EQ(child.receive(), "it has 2 threads");
}

}  // namespace
}  // namespace parallel_testing
