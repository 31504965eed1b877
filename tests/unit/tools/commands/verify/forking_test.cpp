// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/forking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::verify_command {
namespace {

using testing::HasSubstr;

constexpr std::int64_t ms = 1'000'000;

/// The log of a program that runs each of its cases in its own process.
class forking_log {
 public:
  void add(tools::event_body body) {
    tools::event& next = events.emplace_back();
    next.mono_ns = now_;
    next.run = "r";
    next.worker = "gw0";
    next.pid = pid_;
    next.seq = seq_++;
    next.body = std::move(body);
  }

  /// A process that takes `start_ms` before its case.
  void run_case(const std::string& name, std::int64_t start_ms) {
    ++pid_;
    seq_ = 0;
    tools::process_start start;
    start.executable = "/build/orders_test";
    start.test = name;
    add(start);
    now_ += start_ms * ms;
    tools::case_start begun;
    begun.test = name;
    add(begun);
    now_ += 5 * ms;
    tools::case_finish ended;
    ended.test = name;
    add(ended);
    add(tools::process_finish{});
  }

  void run_cases(int count, std::int64_t start_ms) {
    for (int at = 0; at < count; ++at) {
      run_case("Orders.Case" + std::to_string(at), start_ms);
    }
  }

  [[nodiscard]] check judged(const std::string& hindrance = "") const {
    return judge_forking(events, [&](const std::string& program) {
      EXPECT_EQ(program, "/build/orders_test");
      return hindrance;
    });
  }

  std::vector<tools::event> events{};

 private:
  std::int64_t now_ = 0;
  std::int64_t pid_ = 100;
  std::int64_t seq_ = 0;
};

TEST(forking_check, C102_names_a_program_whose_starts_take_long) {
  forking_log log;
  log.run_cases(30, 50);
  const check result = log.judged();
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_EQ(result.summary,
            "orders_test: 30 starts of the program took 1.5 s beside the "
            "cases, which `BATCH 100 ISOLATED` nearly saves; whether threads, "
            "processes or descriptors of the program are in the way is known "
            "after a run with ISOLATED");
}

TEST(forking_check, C102_names_what_a_program_links_before_it_is_forked) {
  forking_log log;
  log.run_cases(30, 50);
  EXPECT_EQ(log.judged("it links CUDA (libcuda.so.1)").summary,
            "orders_test: 30 starts of the program took 1.5 s beside the "
            "cases, but it must not be forked: it links CUDA (libcuda.so.1)");
}

TEST(forking_check, C102_is_silent_where_little_can_be_saved) {
  forking_log few;
  few.run_cases(10, 500);
  EXPECT_EQ(few.judged().how, standing::skipped);
  forking_log quick;
  quick.run_cases(30, 10);
  EXPECT_EQ(quick.judged().how, standing::skipped);
  EXPECT_EQ(forking_log().judged().how, standing::skipped);
}

TEST(forking_check, C102_names_tests_that_must_not_be_forked_once) {
  forking_log log;
  const std::string text =
      "the cases of 'A' start the program once each instead of being forked: "
      "it has 2 threads";
  log.add(tools::warning{text});
  log.add(tools::warning{text});
  log.add(tools::warning{"another warning"});
  const check result = log.judged();
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_EQ(result.summary, text);
}

}  // namespace
}  // namespace parallel_testing::verify_command
