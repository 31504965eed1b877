// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "user/once_record.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view first_line = "parallel_testing_once 1";
constexpr std::uint64_t largest_part = 1ULL << 32U;
}  // namespace

std::string to_text(const once_record& record) {
  return fmt::format("{}\n{}\n{}\n{}\n{}{}", first_line,
                     record.failed ? "failed" : "done", record.key.size(),
                     record.value.size(), record.key, record.value);
}

std::optional<once_record> parse_once_record(std::string_view text) {
  const auto next_line = [&text] {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return line;
  };
  if (next_line() != first_line) {
    return std::nullopt;
  }
  const std::string_view outcome = next_line();
  if (outcome != "done" && outcome != "failed") {
    return std::nullopt;
  }
  const auto key_size = whole_number(next_line(), largest_part);
  const auto value_size = whole_number(next_line(), largest_part);
  if (!key_size || !value_size) {
    return std::nullopt;
  }
  if (text.size() != *key_size + *value_size) {
    return std::nullopt;
  }
  once_record record;
  record.failed = outcome == "failed";
  record.key = text.substr(0, *key_size);
  record.value = text.substr(*key_size);
  return record;
}

std::string once_file_name(std::string_view key) {
  const std::string more = "once " + std::string(key);
  return hex(hash(key), 16) + hex(hash(more), 16) + "-" + file_name(key, 40);
}

}  // namespace parallel_testing
