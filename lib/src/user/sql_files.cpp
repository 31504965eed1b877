// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cerrno>
#include <fstream>
#include <iterator>
#include <parallel_testing/sql_files.hpp>

#include "base/os.hpp"

namespace parallel_testing {

std::string detail::sql_from_files(const std::string* first,
                                   std::size_t count) {
  std::string text;
  for (std::size_t at = 0; at < count; ++at) {
    const std::string& path = first[at];
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (file.peek() != std::ifstream::traits_type::eof()) {
      text.append(std::istreambuf_iterator<char>(file), {});
    } else if (file.bad() || !file.is_open() || errno != 0) {
      os::throw_error("cannot read the SQL file", path, errno,
                      "give the path of a file that is there");
    }
    // A comment may end a file without a line's end.
    text += '\n';
  }
  return text;
}

}  // namespace parallel_testing
