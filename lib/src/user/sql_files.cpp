// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/sql_files.hpp>

#include "base/files.hpp"

namespace parallel_testing {

std::string detail::sql_from_files(const std::string* first,
                                   std::size_t count) {
  std::string text;
  for (std::size_t at = 0; at < count; ++at) {
    text += require_whole(first[at], "the SQL file", "check the path");
    // A file may end in a comment without a line break.
    text += '\n';
  }
  return text;
}

}  // namespace parallel_testing
