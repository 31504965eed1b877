// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/places.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

using observed::place;

TEST(place_of, is_the_first_that_fits) {
  const known_places known{"/tmp/build", "/tmp", "/home/me"};
  EXPECT_EQ(place_of("/tmp/build/x", known), place::working);
  EXPECT_EQ(place_of("/tmp/builder", known), place::temp);
  EXPECT_EQ(place_of("/home/me/.x", known), place::home);
  EXPECT_EQ(place_of("/usr/lib/x", known), place::system);
  EXPECT_EQ(place_of("/data/x", known), place::elsewhere);
  EXPECT_EQ(place_of("tcp:127.0.0.1:80", known), place::nowhere);
}

TEST(is_beside_the_point, holds_for_what_disturbs_nobody) {
  for (const char* const each : {"/dev/null", "/proc/self/maps", "/b/x.gcda",
                                 "/b/x.profraw", "/tmp/tsan.rodata.12"}) {
    EXPECT_TRUE(is_beside_the_point(each)) << each;
  }
  for (const char* const each :
       {"/proc/sys/kernel/x", "/dev/shm/x", "/dev/sda"}) {
    EXPECT_FALSE(is_beside_the_point(each)) << each;
  }
}

}  // namespace
}  // namespace parallel_testing::launcher
