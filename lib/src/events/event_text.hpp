// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/schema.hpp"

// Formats events as lines of JSON, for the runtime and the tools. Pure.
namespace parallel_testing {

/// `text` as a JSON string with its quotes. Bytes that are not UTF-8 are
/// replaced by U+FFFD, because JSON readers reject them.
std::string json_string(std::string_view text);

namespace events {

/// A visitor that appends each field to a line: ,"name":value …
class field_writer {
 public:
  explicit field_writer(std::string& line) noexcept : line_(line) {}

  void operator()(const char* name, std::string_view text,
                  presence when = presence::always);
  void operator()(const char* name, std::int64_t number);
  void operator()(const char* name, const std::vector<std::string>& values,
                  presence when = presence::always);
  void operator()(const char* name, const std::vector<std::int64_t>& values);
  void operator()(const char* name, const std::vector<allocated_slots>& values);

  /// The limits are for the reader, which checks numbers and enums.
  template <class Limit>
  void operator()(const char* name, std::int64_t number, Limit /*limit*/) {
    (*this)(name, number);
  }
  template <class Enum, class... Limits,
            class = std::enable_if_t<std::is_enum_v<Enum>>>
  void operator()(const char* name, Enum value, Limits... /*limits*/) {
    (*this)(name, std::string_view(to_text(value)));
  }

 private:
  void begin(const char* name);

  std::string& line_;
};

/// The fields that distinguish the events of one process.
struct stamp {
  std::int64_t time_ns = 0;  ///< CLOCK_REALTIME
  std::int64_t mono_ns = 0;  ///< CLOCK_MONOTONIC
  std::int64_t seq = 0;
};

/// The fields that all events of a process share.
std::string origin_text(std::string_view run, std::string_view worker,
                        std::int64_t pid);

/// `origin` is an origin_text().
void begin_line(std::string& lines, std::string_view event, const stamp& at,
                std::string_view origin);
void end_line(std::string& lines);

template <class Body>
void append_line(std::string& lines, const stamp& at, std::string_view origin,
                 const Body& body) {
  begin_line(lines, Body::name, at, origin);
  Body::fields(body, field_writer(lines));
  end_line(lines);
}

}  // namespace events
}  // namespace parallel_testing
