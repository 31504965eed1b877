// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/repeat_command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/xml_text.hpp"

namespace parallel_testing::report_command {
namespace {

/// Limits are 128 KiB for a word of a shell, 64 KiB for an expression of CTest,
/// and less for a terminal.
constexpr std::size_t longest_name = 3000;

/// Characters that have no special meaning to a shell.
constexpr std::string_view plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

/// Characters that are operators in an expression of CTest.
constexpr std::string_view operators = "\\^$.[]()*+?|";

std::size_t bytes_of_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80U   ? 1
                             : first < 0xE0U ? 2
                             : first < 0xF0U ? 3
                                             : 4;
  return std::min(length, text.size());
}

/// Whether the character is a control character beyond ASCII, or reorders,
/// joins or ends the text around it.
bool is_invisible(std::string_view character) {
  constexpr std::string_view c1_controls = "\xC2\x80\xC2\x9F";
  constexpr std::string_view spaces_and_marks = "\xE2\x80\x8B\xE2\x80\x8F";
  constexpr std::string_view ends_and_orders = "\xE2\x80\xA8\xE2\x80\xAE";
  constexpr std::string_view joiners_and_isolates = "\xE2\x81\xA0\xE2\x81\xAF";
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const auto is_in = [&](std::string_view range) {
    const std::size_t size = range.size() / 2;
    return character.size() == size && character >= range.substr(0, size) &&
           character <= range.substr(size);
  };
  return is_in(c1_controls) || is_in(spaces_and_marks) ||
         is_in(ends_and_orders) || is_in(joiners_and_isolates) ||
         character == byte_order_mark;
}

/// The first character of `text`; if it is invalid or invisible, its first
/// byte.
struct shown {
  std::string_view bytes;
  bool is_visible = true;
};

shown first_of(std::string_view text) {
  const std::string_view character = text.substr(0, bytes_of_character(text));
  const auto first = static_cast<unsigned char>(character[0]);
  const bool is_control = first < 0x20U || first == 0x7FU;
  const bool is_visible = !is_control && !is_invisible(character) &&
                          tools::xml_characters(character) == character;
  return {is_visible ? character : text.substr(0, 1), is_visible};
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) {
    return std::string(text);
  }
  std::string word = "'";
  while (!text.empty()) {
    const shown next = first_of(text);
    if (next.bytes == "'") {
      word += "'\\''";
    } else if (next.is_visible || next.bytes == "\n") {
      word += next.bytes;
    } else {
      word += fmt::format("'\"$(printf '\\{:03o}')\"'",
                          static_cast<unsigned char>(next.bytes[0]));
    }
    text.remove_prefix(next.bytes.size());
  }
  return word + "'";
}

std::string pattern_of(std::string_view name) {
  std::string pattern = "^";
  std::size_t used = 0;
  while (used < name.size() && used < longest_name) {
    const shown next = first_of(name.substr(used));
    if (!next.is_visible) {
      pattern += '.';
    } else {
      const bool is_operator = operators.find(next.bytes) != std::string::npos;
      pattern.append(is_operator ? "\\" : "").append(next.bytes);
    }
    used += next.bytes.size();
  }
  return used < name.size() ? pattern : pattern + "$";
}

std::string repeat_prefix(const std::string& build,
                          const std::string& configuration) {
  std::string command = "ctest ";
  if (!build.empty()) {
    command += "--test-dir " + shell_word(build) + " ";
  }
  if (!configuration.empty()) {
    command += "-C " + shell_word(configuration) + " ";
  }
  return command + "--output-on-failure -R ";
}

std::string configuration_of(const tools::run_result& result,
                             const std::vector<std::string>& known) {
  for (const tools::test_result& test : result.tests) {
    // Searches only below the build tree, because the path of the build tree
    // may also contain such a directory.
    if (!test.executable.starts_with(result.build + "/")) {
      continue;
    }
    const std::string below = test.executable.substr(result.build.size());
    for (const std::string& each : known) {
      if (!each.empty() && below.find("/" + each + "/") != std::string::npos) {
        return each;
      }
    }
  }
  return "";
}

}  // namespace parallel_testing::report_command
