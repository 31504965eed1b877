// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/filter.hpp"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

#include <cstring>
#include <limits>
#include <set>

#include "observe/calls_of_32_bits.hpp"

namespace parallel_testing::launcher {
namespace {

constexpr auto trace = static_cast<filter_action>(SECCOMP_RET_TRACE);
constexpr std::uint32_t refused = SECCOMP_RET_ERRNO | ENOSYS;

/// Runs a filter as the kernel does.
std::uint32_t result_of(const std::vector<sock_filter>& program,
                        const seccomp_data& data,
                        std::size_t* steps = nullptr) {
  std::uint32_t value = 0;
  for (std::size_t at = 0; at < program.size(); ++at) {
    const sock_filter& now = program[at];
    if (steps != nullptr) ++*steps;
    switch (now.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        std::memcpy(&value, reinterpret_cast<const char*>(&data) + now.k,
                    sizeof value);
        break;
      case BPF_JMP | BPF_JA:
        at += now.k;
        break;
      case BPF_JMP | BPF_JEQ | BPF_K:
        at += value == now.k ? now.jt : now.jf;
        break;
      case BPF_JMP | BPF_JGE | BPF_K:
        at += value >= now.k ? now.jt : now.jf;
        break;
      case BPF_JMP | BPF_JSET | BPF_K:
        at += (value & now.k) != 0 ? now.jt : now.jf;
        break;
      case BPF_RET | BPF_K:
        return now.k;
      default:
        ADD_FAILURE() << "an instruction that the filter does not need";
        return 0;
    }
  }
  ADD_FAILURE() << "the filter has no end";
  return 0;
}

/// What the filter has to decide, by the functions that a tracer of each call
/// uses.
std::uint32_t right_result(const seccomp_data& data) {
  system_call call;
  call.number = data.nr;
  std::copy(std::begin(data.args), std::end(data.args), call.arguments.begin());
  if (data.arch == architecture_of_32_bits()) {
    return SECCOMP_RET_TRACE;
  }
  call = translated(data.arch, call);
  const watched_call* const known = find_watched(call.number);
  if (known == nullptr) {
    return SECCOMP_RET_ALLOW;
  }
  if (known->form == call_form::refused) {
    return refused;
  }
  return is_interesting(call) ? SECCOMP_RET_TRACE : SECCOMP_RET_ALLOW;
}

TEST(filter_program, agrees_with_the_table_for_each_call_and_many_arguments) {
  const auto program = filter_program(watched_calls(), trace);
  EXPECT_LT(program.size(), static_cast<std::size_t>(BPF_MAXINSNS));
  const std::set<std::uint64_t> values = {
      0,           1,
      2,           5,
      6,           7,
      8,           37,
      38,          0x1000,
      0x1000000,   0x100000000,
      0x100000001, std::numeric_limits<std::uint64_t>::max()};
  for (const std::uint32_t architecture :
       {own_architecture(), architecture_of_32_bits(), 7U}) {
    for (int number = 0; number < 600; ++number) {
      for (const std::uint64_t value : values) {
        seccomp_data data{};
        data.nr = number;
        data.arch = architecture;
        for (auto& each : data.args) each = value;
        ASSERT_EQ(result_of(program, data), right_result(data))
            << architecture << ' ' << number << ' ' << value;
      }
    }
  }
}

TEST(filter_program, is_short) {
  // The kernel translates it when each test starts.
  EXPECT_LE(filter_program(watched_calls(), trace).size(), 150U);
}

TEST(filter_program, jumps_over_any_number_of_instructions) {
  std::vector<watched_call> calls;
  constexpr int count = 500;
  for (int number = 1; number < count; ++number) {
    const auto bits = static_cast<std::uint32_t>(number);
    calls.push_back(
        {number, call_form::path, {argument_test::kind::without, 0, bits}});
  }
  const auto program = filter_program(calls, trace);
  seccomp_data data{};
  data.arch = own_architecture();
  for (int number = 0; number < count + 1; ++number) {
    data.nr = number;
    const bool is_watched = number > 0 && number < count;
    data.args[0] = ~static_cast<std::uint64_t>(number);
    EXPECT_EQ(result_of(program, data),
              is_watched ? SECCOMP_RET_TRACE : SECCOMP_RET_ALLOW)
        << number;
    data.args[0] = static_cast<std::uint64_t>(number);
    EXPECT_EQ(result_of(program, data), SECCOMP_RET_ALLOW) << number;
  }
}

TEST(filter_program, decides_each_call_in_few_steps) {
  const auto program = filter_program(watched_calls(), trace);
  seccomp_data data{};
  data.arch = own_architecture();
  // A search by halves among a hundred calls, and the test of an argument.
  constexpr std::size_t most = 25;
  for (int number = 0; number < 600; ++number) {
    data.nr = number;
    std::size_t steps = 0;
    static_cast<void>(result_of(program, data, &steps));
    EXPECT_LE(steps, most) << number;
  }
}

TEST(filter_program, io_uring_is_refused_and_foreign_numbers_are_let_through) {
  const auto program = filter_program(watched_calls(), trace);
  seccomp_data data{};
  data.arch = own_architecture();
  data.nr = SYS_io_uring_setup;
  EXPECT_EQ(result_of(program, data), refused);
  data.nr = 0x40000000 | SYS_openat;
  EXPECT_EQ(result_of(program, data), SECCOMP_RET_ALLOW);
}

TEST(calls_of_32_bits, are_sorted_and_mean_watched_calls) {
  long before = 0;
  for (const call_number& each : calls_of_32_bits()) {
    EXPECT_GT(each.number, before);
    EXPECT_NE(find_watched(each.own), nullptr) << each.number;
    before = each.number;
  }
}

TEST(watched_calls, name_each_call_once) {
  std::set<long> numbers;
  for (const watched_call& each : watched_calls()) {
    EXPECT_TRUE(numbers.insert(each.number).second) << each.number;
  }
}

}  // namespace
}  // namespace parallel_testing::launcher
