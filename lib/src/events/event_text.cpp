// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_text.hpp"

#include <cstddef>

#include "base/format.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// The length of the well-formed UTF-8 sequence at the start of `text`, 0 when
/// it is malformed; Unicode 15, table 3-7.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto continues = [&](std::size_t at, unsigned low = 0x80U,
                             unsigned high = 0xBFU) {
    return byte(at) >= low && byte(at) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80U) {
    return 1;
  }
  if (first >= 0xC2U && first <= 0xDFU) {
    return continues(1) ? 2 : 0;
  }
  if (first >= 0xE0U && first <= 0xEFU) {
    const unsigned low = first == 0xE0U ? 0xA0U : 0x80U;
    const unsigned high = first == 0xEDU ? 0x9FU : 0xBFU;
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const unsigned low = first == 0xF0U ? 0x90U : 0x80U;
    const unsigned high = first == 0xF4U ? 0x8FU : 0xBFU;
    return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

bool is_plain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

void append_escaped(std::string& json, char c) {
  if (c == '"' || c == '\\') {
    json += '\\';
    json += c;
  } else {
    json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

void append_json(std::string& json, std::string_view text) {
  json += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) {
      ++plain;
    }
    json.append(text, 0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      break;
    }
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      json += replacement_character;
    } else if (length == 1) {
      append_escaped(json, text[0]);
    } else {
      json.append(text, 0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  json += '"';
}

template <class Value, class Append>
void append_list(std::string& json, const std::vector<Value>& values,
                 const Append& append) {
  json += '[';
  bool is_first = true;
  for (const Value& value : values) {
    if (!is_first) {
      json += ',';
    }
    is_first = false;
    append(value);
  }
  json += ']';
}
}  // namespace

std::string json_string(std::string_view text) {
  std::string json;
  append_json(json, text);
  return json;
}

namespace events {

void field_writer::begin(const char* name) {
  line_.append(",\"").append(name).append("\":");
}

void field_writer::operator()(const char* name, std::string_view text,
                              presence when) {
  if (when == presence::unless_empty && text.empty()) {
    return;
  }
  begin(name);
  append_json(line_, text);
}

void field_writer::operator()(const char* name, std::int64_t number) {
  begin(name);
  line_ += std::to_string(number);
}

void field_writer::operator()(const char* name,
                              const std::vector<std::string>& values,
                              presence when) {
  if (when == presence::unless_empty && values.empty()) {
    return;
  }
  begin(name);
  append_list(line_, values,
              [&](const std::string& each) { append_json(line_, each); });
}

void field_writer::operator()(const char* name,
                              const std::vector<std::int64_t>& values) {
  begin(name);
  append_list(line_, values,
              [&](std::int64_t each) { line_ += std::to_string(each); });
}

void field_writer::operator()(const char* name,
                              const std::vector<allocated_slots>& values) {
  begin(name);
  append_list(line_, values, [&](const allocated_slots& each) {
    append_json(line_,
                fmt::format("{}:{}:{}", each.capacity, each.id, each.slots));
  });
}

std::string origin_text(std::string_view run, std::string_view worker,
                        std::int64_t pid) {
  return fmt::format("\"run\":{},\"worker\":{},\"pid\":{}", json_string(run),
                     json_string(worker), pid);
}

void begin_line(std::string& lines, std::string_view event, const stamp& at,
                std::string_view origin) {
  lines += fmt::format("{{\"v\":{},\"event\":", schema_version);
  append_json(lines, event);
  lines += fmt::format(",\"time_ns\":{},\"mono_ns\":{},{},\"seq\":{}",
                       at.time_ns, at.mono_ns, origin, at.seq);
}

void end_line(std::string& lines) {
  lines += "}\n";
}

}  // namespace events
}  // namespace parallel_testing
