// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace parallel_testing::support {

std::string read_file(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  std::ostringstream content;
  content << input.rdbuf();
  if (!input) throw std::runtime_error("cannot read " + path);
  return content.str();
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream output(path, std::ios::binary);
  output << content << std::flush;
  if (!output) throw std::runtime_error("cannot write " + path);
}

std::vector<std::string> read_lines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream input(path);
  for (std::string line; std::getline(input, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> tree_of(const std::string& path) {
  std::vector<std::string> entries;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(path)) {
    entries.push_back(entry.path().lexically_relative(path).string());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace parallel_testing::support
