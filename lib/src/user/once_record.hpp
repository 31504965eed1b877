// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <string_view>

// The text form of the result of work that is done once. Pure.
namespace parallel_testing {

struct once_record {
  std::string key;
  bool failed = false;
  std::string value;  ///< the result, or the message of the failure
};

std::string to_text(const once_record& record);

/// std::nullopt when the text is not the complete output of to_text().
std::optional<once_record> parse_once_record(std::string_view text);

/// The name of the file for `key`: readable, and unique for each key.
std::string once_file_name(std::string_view key);

}  // namespace parallel_testing
