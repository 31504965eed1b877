// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/failed_tests.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "cli/command.hpp"

namespace parallel_testing::run_command {

std::string failed_tests_file(const std::string& build) {
  return build + "/Testing/Temporary/LastTestsFailed.log";
}

void write_failed_tests(const std::string& build,
                        const std::vector<numbered_test>& tests) {
  std::string text;
  for (const auto& [number, name] : tests) {
    text += fmt::format("{}:{}\n", number, name);
  }
  replace_file(failed_tests_file(build), text);
}

std::vector<numbered_test> parse_failed_tests(const std::string& text) {
  std::vector<numbered_test> tests;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    int number = 0;
    const char* const end = line.data() + line.size();
    const auto parsed = std::from_chars(line.data(), end, number);
    if (parsed.ec == std::errc() && parsed.ptr != end && *parsed.ptr == ':') {
      tests.emplace_back(number, std::string(parsed.ptr + 1, end));
    } else if (!tests.empty()) {
      tests.back().second += "\n" + line;
    }
  }
  return tests;
}

void replace_file(const std::string& path, const std::string& text) {
  const std::string unfinished = fmt::format("{}.{}", path, ::getpid());
  errno = 0;
  std::ofstream stream(unfinished, std::ios::binary);
  stream << text;
  stream.close();
  const bool is_done =
      stream && std::rename(unfinished.c_str(), path.c_str()) == 0;
  if (!is_done) {
    const int reason = errno;
    std::remove(unfinished.c_str());
    throw cli::failure(
        cli::exit_environment,
        fmt::format("cannot write '{}': {}; free some space, or make its "
                    "directory and let us write there",
                    path, std::strerror(reason)));
  }
}

std::string read_whole_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace parallel_testing::run_command
