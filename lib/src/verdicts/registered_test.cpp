// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/registered_test.hpp"

#include <stdlib.h>

#include <charconv>

#include "base/format.hpp"

namespace parallel_testing {

std::string decoded_item(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned char byte = 0;
    const char* const digits = text.data() + at + 1;
    const bool is_escape =
        text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    result += is_escape ? static_cast<char>(byte) : text[at];
    if (is_escape) {
      at += 2;
    }
  }
  return result;
}

namespace {

bool has(std::string_view flags, char flag) {
  return flags.find(flag) != flags.npos;
}

}  // namespace

std::optional<registered_test> parse_registered_test(std::string_view text) {
  const std::size_t flags_at = text.find(':');
  const std::size_t name_at = text.find(':', flags_at + 1);
  if (flags_at == text.npos || name_at == text.npos || flags_at == 0) {
    return std::nullopt;
  }
  const std::string_view flags =
      text.substr(flags_at + 1, name_at - flags_at - 1);
  registered_test result;
  result.token = text.substr(0, flags_at);
  result.name = decoded_item(text.substr(name_at + 1));
  result.is_reinterpreted = has(flags, 'r');
  result.will_fail = has(flags, 'w');
  result.skip_is_failure = has(flags, 's');
  result.is_command = has(flags, 'c');
  return result;
}

std::optional<registered_test> own_registered_test() {
  const char* const text = ::getenv("PARALLEL_TESTING_TEST");
  if (text == nullptr) {
    return std::nullopt;
  }
  return parse_registered_test(text);
}

std::string own_registered_selector() {
  const char* const text = ::getenv("PARALLEL_TESTING_SELECTOR");
  return text == nullptr ? "" : decoded_item(text);
}

std::string skip_line(const registered_test& test, std::string_view reason) {
  return fmt::format("'{}' was skipped{}{} (skip {})", test.name,
                     reason.empty() ? "" : ": ", reason, test.token);
}

}  // namespace parallel_testing
