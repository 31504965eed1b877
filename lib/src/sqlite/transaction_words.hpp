// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_SQLITE_TRANSACTION_WORDS_HPP
#define PARALLEL_TESTING_SRC_SQLITE_TRANSACTION_WORDS_HPP

#include <string_view>

namespace parallel_testing::sqlite {

enum class transaction_word { none, begin, commit, rollback };

/// Which transaction the statement begins or ends, by its first words; a
/// ROLLBACK TO ends none. Pure.
transaction_word word_of(std::string_view sql);

}  // namespace parallel_testing::sqlite

#endif
