// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>

namespace parallel_testing::sqlite {

enum class transaction_word { none, begin, commit, rollback };

/// Whether the statement begins or ends a transaction, according to its first
/// words. ROLLBACK TO does not end one. Pure.
transaction_word word_of(std::string_view sql);

}  // namespace parallel_testing::sqlite
