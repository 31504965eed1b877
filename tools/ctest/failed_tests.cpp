// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/failed_tests.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>

#include "cli/output_file.hpp"

namespace parallel_testing::tools {

std::string failed_tests_file(const std::string& build) {
  return build + "/Testing/Temporary/LastTestsFailed.log";
}

void write_failed_tests(const std::string& build,
                        const std::vector<numbered_test>& tests) {
  std::string text;
  for (const auto& [number, name] : tests) {
    text += fmt::format("{}:{}\n", number, name);
  }
  cli::write_file(failed_tests_file(build), text);
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

}  // namespace parallel_testing::tools
