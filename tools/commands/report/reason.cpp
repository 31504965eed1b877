// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/reason.hpp"

#include <algorithm>

#include "base/xml_text.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::report_command {
namespace {

constexpr std::size_t longest_reason = 300;

std::string message_of(const tools::test_result& test) {
  if (test.has_left_processes()) {
    return tools::left_text(test.left_behind);
  }
  if (!test.is_flaky()) {
    return test.decisive().message;
  }
  const auto failed = std::find_if(
      test.attempts.begin(), test.attempts.end(),
      [](const tools::attempt& each) { return tools::is_bad(each.outcome); });
  return failed->message;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

/// `message` without the place of the test, which the page shows anyway.
std::string_view without_file(std::string_view message,
                              const std::string& file) {
  if (file.empty() || !message.starts_with(file + ":")) {
    return message;
  }
  const std::size_t line = file.size() + 1;
  const std::size_t end = message.find_first_not_of("0123456789", line);
  return end != std::string::npos && end != line && message[end] == ':'
             ? message.substr(end + 1)
             : message;
}

bool is_inside_of_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::string reason_of(const tools::test_result& test) {
  const std::string message = message_of(test);
  std::string line;
  bool is_after_blank = false;
  for (const char c : tools::xml_characters(
           without_file(message, test.file).substr(0, 4 * longest_reason))) {
    if (is_blank(c)) {
      is_after_blank = true;
      continue;
    }
    if (line.size() >= longest_reason && !is_inside_of_character(c)) {
      return line + "…";
    }
    line.append(is_after_blank && !line.empty() ? " " : "") += c;
    is_after_blank = false;
  }
  return line;
}

}  // namespace parallel_testing::report_command
