// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/stack_request.hpp"

#include <gtest/gtest.h>

#include "stacks/write_stacks.hpp"

namespace parallel_testing::stacks {
namespace {

TEST(stack_requests, are_read_as_they_were_written) {
  requested_process process{4711, 9, {{4711, {}}, {4712, {}}}};
  process.threads[0].at.front() = 0xffffffffffffffff;
  process.threads[1].at.back() = 0x401000;
  const auto request =
      parse_request(request_text({"a\nb", "c:", {process, {12, 10}}}));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->test, "a b");
  EXPECT_EQ(request->title, "c:");
  const std::vector<requested_process>* const read = &request->processes;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(0).id, 4711);
  EXPECT_EQ(read->at(0).memory, 9);
  ASSERT_EQ(read->at(0).threads.size(), 2U);
  EXPECT_EQ(read->at(0).threads[0].at, process.threads[0].at);
  EXPECT_EQ(read->at(0).threads[1].id, 4712);
  EXPECT_EQ(read->at(0).threads[1].at, process.threads[1].at);
  EXPECT_TRUE(read->at(1).threads.empty());
}

TEST(stack_requests, of_another_form_are_refused) {
  EXPECT_FALSE(parse_request("thread 1 0\n"));
  EXPECT_FALSE(parse_request("process 1\n"));
  EXPECT_FALSE(parse_request("process 1 x\n"));
  EXPECT_FALSE(parse_request("process 1 3\nthread 1 0 1\n"));
  EXPECT_FALSE(parse_request("process 1 3\nhello\n"));
}

TEST(stack_programs, only_the_own_one_reads_requests) {
  EXPECT_TRUE(reads_request("/usr/libexec/parallel-testing-stacks"));
  EXPECT_FALSE(reads_request("/usr/bin/gdb"));
  EXPECT_EQ(debugger_arguments("/usr/bin/gdb").front(), "-nx");
  EXPECT_EQ(debugger_arguments("/usr/bin/lldb").front(), "--batch");
  EXPECT_EQ(debugger_arguments("/usr/bin/lldb-14").front(), "--batch");
  EXPECT_EQ(program_in("off"), "");
  EXPECT_EQ(program_in("/usr/bin/gdb"), "/usr/bin/gdb");
}

}  // namespace
}  // namespace parallel_testing::stacks
