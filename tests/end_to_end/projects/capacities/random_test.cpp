// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <chrono>
#include <parallel_testing/gtest.hpp>
#include <thread>

namespace {

class Random : public testing::TestWithParam<int> {};

// Long enough that as many run at a time as ctest allows.
TEST_P(Random, asks) {
  std::this_thread::sleep_for(std::chrono::milliseconds(20 + GetParam() % 30));
}
INSTANTIATE_TEST_SUITE_P(All, Random, testing::Range(0, 500));

}  // namespace
