// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/suggestions_file.hpp"

#include <algorithm>
#include <iterator>

#include "discovered/cmake_calls.hpp"

namespace parallel_testing::tools {

namespace {

constexpr std::string_view header =
    "# Written by `parallel-testing suggest --apply`, which replaces "
    "everything but the\n# lines between the next two comments.\n";
constexpr std::string_view own_begin = "# Lines of the project:\n";
constexpr std::string_view own_end = "# End of the lines of the project.\n";
constexpr std::string_view nothing =
    "# The tests that were watched share nothing.\n";

struct file_parts {
  std::string_view own;  ///< the lines of the user
  std::string_view code;
};

/// The place after the only line `mark`.
std::size_t find_line(std::string_view text, std::string_view mark,
                      std::size_t from) {
  const std::size_t at = text.find(mark, from);
  const bool is_line =
      at != std::string_view::npos && (at == 0 || text[at - 1] == '\n');
  if (!is_line || text.find(mark, at + 1) != std::string_view::npos) {
    throw not_suggestions(
        "it must have the line '" +
        std::string(mark.substr(0, mark.size() - 1)) +
        "' once; move your lines to another file, and remove this one");
  }
  return at;
}

file_parts parts_of_file(std::string_view text) {
  const std::size_t begin = find_line(text, own_begin, 0) + own_begin.size();
  const std::size_t end = find_line(text, own_end, begin);
  return {text.substr(begin, end - begin), text.substr(end + own_end.size())};
}

}  // namespace

namespace {

/// Whether only comments differ, which change from one observation to the next.
bool have_same_calls(std::string_view one, std::string_view other) {
  const std::vector<cmake_call> calls = parse_cmake_calls(one);
  const std::vector<cmake_call> others = parse_cmake_calls(other);
  return std::equal(calls.begin(), calls.end(), others.begin(), others.end(),
                    [](const cmake_call& a, const cmake_call& b) {
                      return a.name == b.name && a.arguments == b.arguments;
                    });
}

}  // namespace

std::vector<applied_suggestion> suggestions_in_file(std::string_view text) {
  return text.empty() ? std::vector<applied_suggestion>()
                      : suggestions_in(parts_of_file(text).code);
}

suggestions_update update_suggestions(std::string_view old_text,
                                      const std::string& code) {
  std::string_view own;
  if (!old_text.empty()) {
    own = parts_of_file(old_text).own;
  }
  suggestions_update result;
  result.text.append(header).append(own_begin).append(own).append(own_end);
  result.text.append("\n").append(code.empty() ? nothing : code);
  const std::vector<applied_suggestion> before = suggestions_in_file(old_text);
  const std::vector<applied_suggestion> now = suggestions_in(code);
  std::set_difference(now.begin(), now.end(), before.begin(), before.end(),
                      std::back_inserter(result.added));
  std::set_difference(before.begin(), before.end(), now.begin(), now.end(),
                      std::back_inserter(result.removed));
  if (!old_text.empty() && !before.empty() &&
      have_same_calls(parts_of_file(old_text).code, code)) {
    result.text = old_text;
  }
  return result;
}

}  // namespace parallel_testing::tools
