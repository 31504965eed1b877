// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_ONCE_RECORD_HPP
#define PARALLEL_TESTING_SRC_ONCE_RECORD_HPP

#include <optional>
#include <string>
#include <string_view>

// The result of work that is done once, as text. Pure.
namespace parallel_testing {

struct once_record {
  std::string key;
  bool failed = false;
  std::string value;  ///< the result, or the message of the failure
};

std::string to_text(const once_record& record);

/// Nothing for a text that to_text() did not make, or only a part of one.
std::optional<once_record> parse_once_record(std::string_view text);

/// The name of the file for `key`: readable, and different for each key.
std::string once_file_name(std::string_view key);

}  // namespace parallel_testing

#endif
