// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cerrno>
#include <fstream>
#include <iterator>
#include <parallel_testing/sql_files.hpp>

#include "os.hpp"

namespace parallel_testing {

std::string sql_from_files(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) {
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
