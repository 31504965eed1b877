// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "cli/command.hpp"

namespace parallel_testing::cli {

void write_output(const std::string& path, const std::string& text,
                  std::ostream& out) {
  if (path == "-") {
    out << text;
    return;
  }
  namespace fs = std::filesystem;
  std::error_code problem;
  // A device or a pipe is written to; only a file can be replaced.
  const bool is_special =
      fs::exists(path, problem) && !fs::is_regular_file(path, problem);
  const std::string unfinished =
      is_special ? path : fmt::format("{}.{}", path, ::getpid());
  errno = 0;
  std::ofstream file(unfinished, std::ios::binary);
  file << text;
  file.close();
  if (!file.fail() &&
      (is_special || std::rename(unfinished.c_str(), path.c_str()) == 0)) {
    return;
  }
  const int reason = errno;
  if (!is_special) {
    std::remove(unfinished.c_str());
  }
  throw failure(exit_environment, fmt::format("cannot write '{}': {}", path,
                                              std::strerror(reason)));
}

}  // namespace parallel_testing::cli
