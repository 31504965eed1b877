// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/quarantine.hpp"

#include <time.h>

#include <cstddef>

#include "base/format.hpp"
#include "verdicts/registered_test.hpp"

namespace parallel_testing {

std::optional<quarantine> parse_quarantine(std::string_view text) {
  constexpr std::size_t length_of_date = 10;
  const std::size_t owner_at = text.find(':');
  const std::size_t reason_at = text.find(':', owner_at + 1);
  if (owner_at != length_of_date || reason_at == text.npos) {
    return std::nullopt;
  }
  return quarantine{
      std::string(text.substr(0, owner_at)),
      decoded_item(text.substr(owner_at + 1, reason_at - owner_at - 1)),
      decoded_item(text.substr(reason_at + 1))};
}

std::string day_in_utc(std::int64_t seconds) {
  const auto time = static_cast<time_t>(seconds);
  tm parts{};
  ::gmtime_r(&time, &parts);
  constexpr int first_year = 1900;
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + first_year,
                     parts.tm_mon + 1, parts.tm_mday);
}

bool is_over(const quarantine& given, std::string_view today) {
  return given.until < today;
}

std::string text_of(const quarantine& given) {
  return fmt::format("until {}, owner {}: {}", given.until, given.owner,
                     given.reason);
}

}  // namespace parallel_testing
