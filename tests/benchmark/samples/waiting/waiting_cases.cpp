// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two hundred cases that wait, as tests of servers and timers do.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace {

class Answers : public ::testing::TestWithParam<int> {};

TEST_P(Answers, ComeLate) {
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

INSTANTIATE_TEST_SUITE_P(Many, Answers, ::testing::Range(0, 200));

}  // namespace
