// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sqlite/transaction_words.hpp"

#include <string>

namespace parallel_testing::sqlite {

namespace {

constexpr std::string_view blanks = " \t\n\f\r";

/// `sql` without leading blanks and comments.
std::string_view trimmed(std::string_view sql) {
  for (;;) {
    const std::size_t start = sql.find_first_not_of(blanks);
    if (start == sql.npos) {
      return "";
    }
    sql.remove_prefix(start);
    std::size_t end = 0;
    if (sql.substr(0, 2) == "--") {
      end = sql.find('\n');
    } else if (sql.substr(0, 2) == "/*") {
      end = sql.find("*/", 2);
      if (end != sql.npos) {
        end += 2;
      }
    } else {
      return sql;
    }
    if (end == sql.npos) {
      return "";
    }
    sql.remove_prefix(end);
  }
}

/// Removes the next word from `sql` and returns it in upper case.
std::string next_word(std::string_view& sql) {
  sql = trimmed(sql);
  std::string word;
  while (!sql.empty()) {
    const char c = sql[0];
    const bool is_small = c >= 'a' && c <= 'z';
    if (!is_small && (c < 'A' || c > 'Z')) {
      break;
    }
    word += is_small ? static_cast<char>(c - 'a' + 'A') : c;
    sql.remove_prefix(1);
  }
  return word;
}

}  // namespace

transaction_word word_of(std::string_view sql) {
  const std::string first = next_word(sql);
  if (first == "BEGIN") {
    return transaction_word::begin;
  }
  if (first == "COMMIT" || first == "END") {
    return transaction_word::commit;
  }
  if (first != "ROLLBACK") {
    return transaction_word::none;
  }
  std::string second = next_word(sql);
  if (second == "TRANSACTION") {
    second = next_word(sql);
  }
  return second == "TO" ? transaction_word::none : transaction_word::rollback;
}

}  // namespace parallel_testing::sqlite
