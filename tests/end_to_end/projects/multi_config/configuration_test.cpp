// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <string>

#include "note.hpp"

TEST(Configuration, IsNoted) {
  e2e::note("configuration", CONFIGURATION);
}

#ifndef NDEBUG
TEST(Configuration, OnlyInDebug) {
  e2e::note("configuration", CONFIGURATION);
}
#endif
