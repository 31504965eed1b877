// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/secrets.hpp"

#include <algorithm>
#include <cctype>

namespace parallel_testing {

namespace {

constexpr std::string_view placeholder = "***";

char lower(char given) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(given)));
}

/// The position of `key` in `text`, ignoring case.
std::size_t find_key(std::string_view text, std::string_view key,
                     std::size_t from) {
  const auto found = std::search(
      text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), key.begin(),
      key.end(), [](char one, char other) { return lower(one) == other; });
  return found == text.end() ? text.npos
                             : static_cast<std::size_t>(found - text.begin());
}

/// Hides the password in `scheme://user:password@host`. A password may contain
/// an unescaped `@`: the last one precedes the host.
void hide_in_urls(std::string& text) {
  constexpr std::string_view begin_of_authority = "://";
  std::size_t at = text.find(begin_of_authority);
  while (at != text.npos) {
    const std::size_t begin = at + begin_of_authority.size();
    const std::size_t end =
        std::min(text.find_first_of("/ \t\n?#", begin), text.size());
    const std::size_t host = text.substr(0, end).rfind('@');
    const std::size_t colon = text.find(':', begin);
    if (host != text.npos && host > begin && colon < host) {
      text.replace(colon + 1, host - colon - 1, placeholder);
    }
    at = text.find(begin_of_authority, begin);
  }
}

void hide_after(std::string& text, std::string_view key) {
  std::size_t at = find_key(text, key, 0);
  while (at != text.npos) {
    const std::size_t begin = at + key.size();
    const bool is_quoted =
        begin < text.size() && (text[begin] == '\'' || text[begin] == '"');
    std::size_t end = text.find_first_of(" \t\n&;", begin);
    if (is_quoted) {
      end = text.find(text[begin], begin + 1);
      if (end != text.npos) {
        ++end;
      }
    }
    end = std::min(end, text.size());
    if (end > begin) {
      text.replace(begin, end - begin, placeholder);
    }
    at = find_key(text, key, begin);
  }
}

}  // namespace

std::string without_passwords(std::string_view text) {
  std::string result(text);
  hide_in_urls(result);
  for (const std::string_view key : {"password=", "passwd=", "pwd="}) {
    hide_after(result, key);
  }
  return result;
}

}  // namespace parallel_testing
