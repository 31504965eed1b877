// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/whole_file.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace parallel_testing::tools {

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  // Copying the whole stream buffer would hide a failed read, for example that
  // of a directory.
  std::string text;
  std::array<char, 1U << 16> buffer{};
  do {
    file.read(buffer.data(), buffer.size());
    text.append(buffer.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  return file.bad() ? std::nullopt : std::optional(std::move(text));
}

std::error_code replace_file(const std::string& given, std::string_view text) {
  namespace fs = std::filesystem;
  std::error_code problem;
  // Replaces the target of a link, not the link.
  constexpr int most_links = 40;
  fs::path target = given;
  for (int links = 0; links < most_links && fs::is_symlink(target, problem);
       ++links) {
    target = target.parent_path() / fs::read_symlink(target, problem);
  }
  const std::string path = target.string();
  const bool is_special =
      fs::exists(path, problem) && !fs::is_regular_file(path, problem);
  const std::string draft =
      is_special ? path : path + "." + std::to_string(::getpid());
  errno = 0;
  std::ofstream file(draft, std::ios::binary);
  file << text;
  file.close();
  if (!is_special && fs::exists(path, problem)) {
    fs::permissions(draft, fs::status(path, problem).permissions(), problem);
  }
  if (file && (is_special || std::rename(draft.c_str(), path.c_str()) == 0)) {
    return {};
  }
  const int reason = errno == 0 ? EIO : errno;
  if (!is_special) {
    std::remove(draft.c_str());
  }
  return {reason, std::generic_category()};
}

}  // namespace parallel_testing::tools
