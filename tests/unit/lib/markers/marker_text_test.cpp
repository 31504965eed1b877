// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(marker_text, C83_holds_markers_of_any_characters) {
  const std::vector<std::string> markers = {
      "lock:x", "tl;dr",     "no;serial", "a;lock:x", "[",          "]",
      "x[1]",   "end\\",     "\\;",       "100 %",    "%3B",        "%",
      "%2",     "two words", "\x1f",      "\n",       "gr\xC3\xBCn"};
  EXPECT_EQ(split_markers(joined_markers(markers)), markers);
}

TEST(marker_text, of_plain_markers_is_a_list_of_cmake) {
  EXPECT_EQ(joined_markers({"lock:x", "slow"}), "lock:x;slow");
  EXPECT_THAT(split_markers("lock:x;slow"), ElementsAre("lock:x", "slow"));
  EXPECT_EQ(joined_markers({}), "");
  EXPECT_THAT(split_markers(""), IsEmpty());
}

TEST(marker_text, has_no_character_that_a_list_of_cmake_takes_for_its_own) {
  const std::string text = joined_markers({"a;b", "[c\\", "d"});
  EXPECT_EQ(text, "a%3Bb;%5Bc%5C;d");
}

TEST(marker_text, keeps_percent_signs_that_are_no_escapes) {
  EXPECT_THAT(split_markers("50%;%zz;%4"), ElementsAre("50%", "%zz", "%4"));
}

}  // namespace
}  // namespace parallel_testing
