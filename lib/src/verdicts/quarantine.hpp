// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Tests whose failures do not count until a date. Pure.
namespace parallel_testing {

struct quarantine {
  std::string until;  ///< `2027-03-01`, the last day, in UTC
  std::string owner;
  std::string reason;
};

/// Parses the value of PARALLEL_TESTING_QUARANTINE, which the scripts inside
/// ctest set: `<until>:<owner>:<reason>`, encoded like the name in
/// PARALLEL_TESTING_TEST. std::nullopt when it has another form.
std::optional<quarantine> parse_quarantine(std::string_view text);

/// The day of a time in seconds since 1970, as `2027-03-01` in UTC.
std::string day_in_utc(std::int64_t seconds);

/// Whether failures count again on the day `today`.
bool is_over(const quarantine& given, std::string_view today);

/// `until 2027-03-01, owner storage team: loses a file`
std::string text_of(const quarantine& given);

}  // namespace parallel_testing
