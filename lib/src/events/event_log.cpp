// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_log.hpp"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/format.hpp"
#include "base/isolation.hpp"
#include "base/os.hpp"

namespace parallel_testing {

namespace {
constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

std::int64_t clock_ns(clockid_t clock) noexcept {
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * ns_per_second + now.tv_nsec;
}

/// Bytes of the well-formed UTF-8 sequence at the start of `text`, 0 when it
/// is not one; Unicode 15, table 3-7.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto continues = [&](std::size_t at, unsigned low = 0x80U,
                             unsigned high = 0xBFU) {
    return byte(at) >= low && byte(at) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) return continues(1) ? 2 : 0;
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

void append_escaped(std::string& json, char c) {
  if (c == '"' || c == '\\') {
    json += '\\';
    json += c;
  } else {
    json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}
}  // namespace

std::int64_t monotonic_ns() noexcept {
  return clock_ns(CLOCK_MONOTONIC);
}

std::string json_string(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text[0]);
    if (length == 0) {
      json += replacement_character;
    } else if (first < 0x20 || first == 0x7F || first == '"' || first == '\\') {
      append_escaped(json, text[0]);
    } else {
      json += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  json += '"';
  return json;
}

event_fields& event_fields::text(std::string_view name,
                                 std::string_view value) {
  json_ += fmt::format(",\"{}\":{}", name, json_string(value));
  return *this;
}

event_fields& event_fields::number(std::string_view name, std::int64_t value) {
  json_ += fmt::format(",\"{}\":{}", name, value);
  return *this;
}

event_fields& event_fields::texts(std::string_view name,
                                  const std::vector<std::string>& values) {
  json_ += fmt::format(",\"{}\":[", name);
  for (const std::string& value : values) {
    if (json_.back() != '[') json_ += ',';
    json_ += json_string(value);
  }
  json_ += ']';
  return *this;
}

void event_log::open_as(std::string path, const std::string& run_id,
                        const std::string& worker_id) {
  // The last event comes when a program has freed all that it had: a large
  // block would then have the allocator go through thousands of small ones.
  constexpr std::size_t usual_events = 4096;
  pending_.reserve(usual_events);
  path_ = std::move(path);
  run_and_worker_ = fmt::format("\"run\":{},\"worker\":{}", json_string(run_id),
                                json_string(worker_id));
  identify();
}

void event_log::continue_in_child() {
  // What waits to be written is written by the process that noted it.
  pending_.clear();
  sequence_ = 0;
  identify();
}

void event_log::identify() {
  owner_ = ::getpid();
  identity_ =
      fmt::format("{},\"pid\":{}", run_and_worker_, process_number(owner_));
}

bool event_log::is_writable() const noexcept {
  return !path_.empty() && ::getpid() == owner_;
}

bool event_log::append(std::string_view event,
                       const event_fields& fields) noexcept {
  if (failed_) return false;
  try {
    pending_ += fmt::format(
        "{{\"v\":1,\"event\":\"{}\",\"time_ns\":{},\"mono_ns\":{},{},"
        "\"seq\":{}{}}}\n",
        event, clock_ns(CLOCK_REALTIME), monotonic_ns(), identity_, sequence_,
        fields.json());
    ++sequence_;
    return true;
  } catch (...) {
    os::say("out of memory while writing the event log");
    failed_ = true;
    return false;
  }
}

void event_log::write_pending() noexcept {
  if (pending_.empty()) return;
  if (!file_) {
    file_.reset(os::open_at(AT_FDCWD, path_.c_str(),
                            O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW));
  }
  failed_ = !file_ || !os::write_all(file_.get(), pending_);
  pending_.clear();
  if (failed_) {
    os::say("cannot write the event log '" + path_ +
            "': " + std::strerror(errno) + "; it will be incomplete");
  }
}

void event_log::write(std::string_view event,
                      const event_fields& fields) noexcept {
  if (!is_writable()) return;
  const std::lock_guard<std::mutex> guard(mutex_);
  if (append(event, fields)) write_pending();
}

void event_log::write_soon(std::string_view event,
                           const event_fields& fields) noexcept {
  if (!is_writable()) return;
  const std::lock_guard<std::mutex> guard(mutex_);
  append(event, fields);
}

void event_log::flush() noexcept {
  if (!is_writable()) return;
  const std::lock_guard<std::mutex> guard(mutex_);
  write_pending();
}

}  // namespace parallel_testing
