// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/fields.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view special_letters = "\t\n\r\\";
constexpr std::string_view letters = "tnr\\";
}  // namespace

std::string to_line(const std::vector<std::string_view>& fields) {
  std::string line;
  for (const std::string_view field : fields) {
    if (!line.empty()) {
      line += '\t';
    }
    for (const char c : field) {
      const std::size_t special = special_letters.find(c);
      if (special == special_letters.npos) {
        line += c;
      } else {
        line += '\\';
        line += letters[special];
      }
    }
  }
  return line += '\n';
}

std::vector<std::string> read_line(std::string_view line) {
  std::vector<std::string> fields(1);
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\t') {
      fields.emplace_back();
    } else if (line[at] == '\\' && at + 1 < line.size()) {
      const std::size_t special = letters.find(line[++at]);
      fields.back() +=
          special == letters.npos ? line[at] : special_letters[special];
    } else {
      fields.back() += line[at];
    }
  }
  return fields;
}

}  // namespace parallel_testing
