// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/stack_place.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

const std::string printed_stacks =
    "[ RUN      ] Orders.Wait\n"
    "parallel-testing: stacks of 'Orders.Wait' after 2 s:\n"
    "  read with libdw:\n"
    "  process 12: orders_test\n"
    "    thread 12 'orders_test', in pthread_mutex_lock:\n"
    "      #3 (anonymous namespace)::take(int) at /src/a b/take.cpp:7\n"
    "      #4 Orders_Wait_Test::TestBody() at /src/orders.cpp:20\n";

void expect_place(std::string_view output, const std::string& function,
                  const std::string& file, std::int64_t line) {
  const auto found = stack_place_in(output);
  ASSERT_TRUE(found) << output;
  EXPECT_EQ(found->function, function);
  EXPECT_EQ(found->file, file);
  EXPECT_EQ(found->line, line);
}

TEST(place_of_a_stack, is_the_first_frame_that_is_printed) {
  expect_place(printed_stacks, "(anonymous namespace)::take(int)",
               "/src/a b/take.cpp", 7);
}

TEST(place_of_a_stack, is_read_from_what_debuggers_print) {
  expect_place(
      "parallel-testing: stacks of 'x' after 2 s:\n"
      "  read with /usr/bin/gdb:\n"
      "#0  0x00007f12 in futex_wait (a=1) at ./nptl/futex.c:57\n"
      "#0  handle () at /x/lib/src/stacks/crash_report.cpp:9\n"
      "#1  0x00005566 in take (count=1) at /src/take.cpp:7\n",
      "take (count=1)", "/src/take.cpp", 7);
  expect_place(
      "parallel-testing: stacks of 'x' after 2 s:\n"
      "  * frame #0: 0x0000 libc.so.6`futex\n"
      "    frame #1: 0x0000 libc.so.6`nanosleep at nptl/nanosleep.c:25\n"
      "    frame #2: 0x0000 x.so`::handle() [inlined] wait at "
      "/x/lib/src/stacks/crash_handler.cpp:157\n"
      "    frame #1: 0x0000 test`take(count=1) at /src/take.cpp:7:3\n",
      "take(count=1)", "/src/take.cpp", 7);
}

TEST(place_of_a_stack, is_read_from_what_sanitizers_print) {
  expect_place(
      "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x60\n"
      "    #0 0x7f15 in __interceptor_free "
      "../../../../src/libsanitizer/a.cpp:1\n"
      "    #1 0x5594 in take(int) /src/take.cpp:7:12\n",
      "take(int)", "/src/take.cpp", 7);
}

TEST(place_of_a_stack, is_not_taken_from_other_output) {
  EXPECT_FALSE(stack_place_in("#0 take() at /src/take.cpp:7\n"));
  EXPECT_FALSE(
      stack_place_in("parallel-testing: 'x' crashed with SIGSEGV:\nno frames"));
}

TEST(place_of_a_stack, is_in_text_that_can_be_separated_from_the_output) {
  EXPECT_EQ(stacks_in(printed_stacks + "plain text\n"),
            printed_stacks.substr(printed_stacks.find('\n') + 1));
  const std::string of_debugger =
      "parallel-testing: 'x' crashed with SIGABRT:\n"
      "  read with /usr/bin/gdb:\n"
      "[New LWP 2]\n"
      "#0  take () at /src/take.cpp:7\n";
  EXPECT_EQ(stacks_in(of_debugger + "parallel-testing: kept /tmp/x\n"),
            of_debugger);
  EXPECT_EQ(stacks_in("a test\n  #0 take() at /src/take.cpp:7\n"), "");
}

TEST(place_of_a_stack, is_added_to_messages_of_hangs_and_crashes_once) {
  const std::string timeout =
      "Timeout in (anonymous namespace)::take(int) at /src/a b/take.cpp:7";
  EXPECT_EQ(with_place("Timeout", verdict::timeout, printed_stacks), timeout);
  EXPECT_EQ(with_place(timeout, verdict::timeout, printed_stacks), timeout);
  EXPECT_EQ(with_place("Failed", verdict::fail, printed_stacks), "Failed");
  EXPECT_EQ(with_place("SEGFAULT", verdict::crash, "nothing"), "SEGFAULT");
}

}  // namespace
}  // namespace parallel_testing::tools
