// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sqlite/transaction_words.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::sqlite {
namespace {

TEST(transaction_word, is_found_behind_blanks_and_comments) {
  for (const char* sql :
       {"BEGIN", "begin;", "Begin Immediate", " \n\t BEGIN TRANSACTION",
        "-- why\nBEGIN", "/* why */BEGIN", "/**/ -- x\n /* y */ begin"}) {
    EXPECT_EQ(word_of(sql), transaction_word::begin) << sql;
  }
  for (const char* sql : {"COMMIT", "END", "end transaction", "commit;"}) {
    EXPECT_EQ(word_of(sql), transaction_word::commit) << sql;
  }
}

TEST(transaction_word, of_a_rollback_depends_on_where_it_goes) {
  for (const char* sql :
       {"ROLLBACK", "rollback;", "ROLLBACK TRANSACTION", "ROLLBACK/**/;"}) {
    EXPECT_EQ(word_of(sql), transaction_word::rollback) << sql;
  }
  for (const char* sql :
       {"ROLLBACK TO x", "rollback transaction to savepoint x",
        "ROLLBACK /* here */ TO\nx"}) {
    EXPECT_EQ(word_of(sql), transaction_word::none) << sql;
  }
}

TEST(transaction_word, is_none_in_other_statements) {
  for (const char* sql : {"", " ", "-- BEGIN", "/* BEGIN", "SELECT 'BEGIN'",
                          "SAVEPOINT x", "RELEASE x", "EXPLAIN COMMIT",
                          "BEGINNING", "INSERT INTO x VALUES(1)"}) {
    EXPECT_EQ(word_of(sql), transaction_word::none) << sql;
  }
}

}  // namespace
}  // namespace parallel_testing::sqlite
