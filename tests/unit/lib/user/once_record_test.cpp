// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "user/once_record.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parallel_testing {
namespace {

TEST(once_record, is_the_same_after_writing_and_reading) {
  const std::string odd("a\0b\nc\xFF", 6);
  for (const bool failed : {false, true}) {
    for (const std::string& text : {std::string(), std::string("x"), odd}) {
      const auto read = parse_once_record(to_text({text, failed, odd}));
      ASSERT_TRUE(read);
      EXPECT_EQ(read->key, text);
      EXPECT_EQ(read->value, odd);
      EXPECT_EQ(read->failed, failed);
    }
  }
}

TEST(once_record, C60_a_part_of_one_is_none) {
  const std::string whole = to_text({"key", false, "value"});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_once_record(whole.substr(0, length))) << length;
  }
  EXPECT_FALSE(parse_once_record(whole + "x"));
}

TEST(once_record, C74_other_texts_are_none) {
  for (const char* text :
       {"garbage", "parallel_testing_once 2\ndone\n0\n0\n",
        "parallel_testing_once 1\nmaybe\n0\n0\n",
        "parallel_testing_once 1\ndone\n-1\n1\n",
        "parallel_testing_once 1\ndone\n99999999999999999999\n1\n"}) {
    EXPECT_FALSE(parse_once_record(text)) << text;
  }
}

TEST(once_file_name, is_a_plain_name_of_its_own_for_any_key) {
  std::set<std::string> names;
  const std::vector<std::string> keys = {"",
                                         "a",
                                         "A",
                                         "a/b",
                                         "../a",
                                         "a b",
                                         "a;b",
                                         "a\nb",
                                         "schöne Tür",
                                         ".hidden",
                                         "-x",
                                         "a_b",
                                         std::string(5000, 'x'),
                                         std::string(5001, 'x'),
                                         std::string("a\0", 2)};
  for (const std::string& key : keys) {
    const std::string name = once_file_name(key);
    EXPECT_LE(name.size(), 80U);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO"
                                     "PQRSTUVWXYZ0123456789_.-"),
              name.npos);
    EXPECT_NE(name[0], '.');
    names.insert(name);
  }
  EXPECT_EQ(names.size(), keys.size());
}

}  // namespace
}  // namespace parallel_testing
