// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/chance.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

using observed::chance;

TEST(chance_in, words_of_people_meet_and_random_ones_do_not) {
  const auto known = origin_of_name::unknown;
  for (const char* const each :
       {"/tmp/orders.csv", "Orders2", "v1_final", "ordersDb", "test_123",
        "base64data", "test2out", "mp3file"}) {
    EXPECT_EQ(chance_in(each, known, {}), chance::meets) << each;
  }
  for (const char* const each :
       {"LockFile", "ordersDb", "copy2of", "out.txt"}) {
    EXPECT_EQ(chance_in(each, origin_of_name::had_to_be_new, {}), chance::meets)
        << each;
  }
  for (const char* const each :
       {"/tmp/fileXy3kQz", "deadbeef01", "log.1795971443987"}) {
    EXPECT_EQ(chance_in(each, known, {}), chance::random) << each;
  }
  EXPECT_EQ(chance_in("/tmp/dkQzAbc", origin_of_name::had_to_be_new, {}),
            chance::random);
}

TEST(chance_in, the_id_of_a_process_is_known_in_a_name) {
  EXPECT_EQ(chance_in("log.4711", origin_of_name::unknown, {4711}),
            chance::pid);
  EXPECT_EQ(chance_in("log4711.txt", origin_of_name::unknown, {4711}),
            chance::pid);
  EXPECT_EQ(chance_in("log.47110", origin_of_name::unknown, {4711}),
            chance::meets);
}

}  // namespace
}  // namespace parallel_testing::launcher
