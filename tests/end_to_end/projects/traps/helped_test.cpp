// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include "note.hpp"

const char* greeting();

TEST(Helped, FindsItsLibraryUnderAnEmulator) {
  EXPECT_STREQ(greeting(), "hello");
  e2e::note("emulated", e2e::variable("EMULATED"));
}
