// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/cmake_text.hpp"

#include <algorithm>
#include <cstddef>

namespace parallel_testing::tools {

namespace {

constexpr std::size_t columns = 80;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ':' ||
         c == '/' || c == '-' || c == '+';
}

bool is_control(char c) {
  constexpr char blank = ' ';
  constexpr char delete_character = '\x7f';
  return (c >= '\0' && c < blank) || c == delete_character;
}

}  // namespace

std::string quoted_argument(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$') {
      result += '\\';
    }
    result += c;
  }
  return result + "\"";
}

std::string argument(std::string_view text) {
  const bool is_simple =
      !text.empty() && std::all_of(text.begin(), text.end(), is_plain);
  return is_simple ? std::string(text) : quoted_argument(text);
}

std::string glob_of(std::string_view name) {
  std::string glob;
  for (const char c : name) {
    if (c == '*' || c == '?') {
      glob += '\\';
    }
    glob += c;
  }
  const bool is_keyword =
      !glob.empty() && std::all_of(glob.begin(), glob.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || c == '_';
      });
  if (is_keyword) {
    glob[0] = '?';
  }
  return glob;
}

std::vector<std::string> globs_of(const watched_test& test) {
  return test.globs.empty() ? std::vector<std::string>{glob_of(test.name)}
                            : test.globs;
}

std::string comment(std::string_view text) {
  std::string result;
  std::string line = "#";
  std::string word;
  const auto add_word = [&] {
    if (word.empty()) {
      return;
    }
    if (line.size() > 1 && line.size() + 1 + word.size() > columns) {
      result += line + "\n";
      line = "#";
    }
    line += " " + word;
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || is_control(c)) {
      add_word();
    } else {
      word += c;
    }
  }
  add_word();
  return result + line + "\n";
}

std::string call(std::string_view function,
                 const std::vector<std::string>& groups) {
  std::string line = std::string(function) + "(";
  std::string block = line + "\n";
  for (const std::string& group : groups) {
    line += (line.back() == '(' ? "" : " ") + group;
    block += "  " + group + "\n";
  }
  line += ")\n";
  const bool fits = line.size() <= columns + 1 &&
                    std::count(line.begin(), line.end(), '\n') == 1;
  return fits ? line : block + ")\n";
}

}  // namespace parallel_testing::tools
