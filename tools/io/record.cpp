// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/record.hpp"

#include <fmt/format.h>

#include <limits>

namespace parallel_testing::io {
namespace {

using nlohmann::json;

constexpr int max_depth = 16;
constexpr std::size_t max_quoted_bytes = 60;

// Enough for a time in nanoseconds, and the reader may still add to it.
constexpr std::int64_t max_count = std::numeric_limits<std::int64_t>::max() / 2;

constexpr const char* not_an_event_remedy =
    "expected one event of docs/events.md: is this an event log?";
constexpr const char* writer_remedy =
    "docs/events.md lists the fields: was the log written by another program "
    "or edited?";

// nlohmann names the column and the token; its "[json.exception…] parse error
// at line 1, " and the quoted remainder of a hostile line help nobody.
std::string parser_message(const json::exception& problem) {
  std::string_view text = problem.what();
  for (const std::string_view prefix : {"] ", "line 1, "}) {
    if (const auto at = text.find(prefix); at != std::string_view::npos) {
      text.remove_prefix(at + prefix.size());
    }
  }
  if (const auto quote = text.find("; last read:");
      quote != std::string_view::npos) {
    text = text.substr(0, quote);
  }
  return std::string(text);
}

// Depth is refused while parsing, so that a megabyte of '[' costs nothing.
bool check_depth(int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
  if (depth > max_depth) {
    throw record_error(
        fmt::format("values are nested more than {} deep", max_depth),
        not_an_event_remedy);
  }
  return true;
}

json parse(std::string_view line) {
  try {
    return json::parse(line, check_depth);
  } catch (const json::exception& problem) {
    throw record_error(
        fmt::format("not a JSON value: {}", parser_message(problem)),
        not_an_event_remedy);
  }
}

[[noreturn]] void reject_type(const char* field, const char* expected,
                              const json& given) {
  throw record_error(fmt::format("field '{}' must be {}, not {}", field,
                                 expected, given.type_name()),
                     writer_remedy);
}

}  // namespace

record::record(std::string_view line) : object_(parse(line)) {
  if (!object_.is_object()) {
    throw record_error(
        fmt::format("expected a JSON object, not {}", object_.type_name()),
        not_an_event_remedy);
  }
}

const json& record::at(const char* field) const {
  const auto found = object_.find(field);
  if (found == object_.end()) {
    throw record_error(fmt::format("field '{}' is missing", field),
                       writer_remedy);
  }
  return *found;
}

std::string record::text(const char* field) const {
  const json& value = at(field);
  if (!value.is_string()) {
    reject_type(field, "a string", value);
  }
  return value.get<std::string>();
}

std::string record::optional_text(const char* field) const {
  return object_.contains(field) ? text(field) : "";
}

std::vector<std::int64_t> record::counts(const char* field) const {
  const json& values = at(field);
  std::vector<std::int64_t> result;
  for (const json& value : values) {
    if (!values.is_array() || !value.is_number_unsigned() ||
        value.get<std::uint64_t>() > max_count) {
      reject_type(field, "an array of numbers", values);
    }
    result.push_back(value.get<std::int64_t>());
  }
  return result;
}

std::vector<std::string> record::texts(const char* field) const {
  const json& values = at(field);
  if (!values.is_array()) {
    reject_type(field, "an array of strings", values);
  }
  std::vector<std::string> result;
  for (const json& value : values) {
    if (!value.is_string()) {
      reject_type(field, "an array of strings", value);
    }
    result.push_back(value.get<std::string>());
  }
  return result;
}

std::int64_t record::number(const char* field, std::int64_t least,
                            std::int64_t most) const {
  const json& value = at(field);
  if (!value.is_number_integer()) {
    reject_type(field, "an integer", value);
  }
  // Above the signed range the library stores unsigned and would wrap around.
  const bool too_large =
      value.is_number_unsigned() &&
      value.get<std::uint64_t>() > static_cast<std::uint64_t>(most);
  if (too_large || value.get<std::int64_t>() < least ||
      value.get<std::int64_t>() > most) {
    reject(field, value.dump(), fmt::format("{} to {}", least, most));
  }
  return value.get<std::int64_t>();
}

std::int64_t record::count(const char* field) const {
  return number(field, 0, max_count);
}

void record::reject(const char* field, std::string_view given,
                    std::string_view allowed) {
  throw record_error(fmt::format("field '{}' is '{}', allowed: {}", field,
                                 given.substr(0, max_quoted_bytes), allowed),
                     writer_remedy);
}

}  // namespace parallel_testing::io
