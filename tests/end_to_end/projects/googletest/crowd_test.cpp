// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/temp_dir.hpp>

#include "note.hpp"

class Crowd : public testing::TestWithParam<int> {};
TEST_P(Crowd, Member) {
  const parallel_testing::temp_dir dir;
  e2e::note("member", std::to_string(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(All, Crowd, testing::Range(0, 300));
