// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_parser.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "base/record.hpp"
#include "events/watcher_events.hpp"

namespace parallel_testing::io {
namespace {

constexpr std::int64_t most_workers = 100'000;
constexpr std::int64_t most_slots = 4'294'967'295;
constexpr std::int64_t most_int = std::numeric_limits<std::int64_t>::max();

hold_mode mode_of(const record& fields) {
  const std::string mode = fields.text("mode");
  if (mode == "exclusive") {
    return hold_mode::exclusive;
  }
  if (mode == "shared") {
    return hold_mode::shared;
  }
  record::reject("mode", mode, "exclusive, shared");
}

port_protocol protocol_of(const record& fields) {
  const std::string protocol = fields.text("protocol");
  if (protocol == "tcp") {
    return port_protocol::tcp;
  }
  if (protocol == "udp") {
    return port_protocol::udp;
  }
  record::reject("protocol", protocol, "tcp, udp");
}

outcome outcome_of(const record& fields) {
  const std::string outcome = fields.text("outcome");
  if (outcome == "passed") {
    return outcome::passed;
  }
  if (outcome == "failed") {
    return outcome::failed;
  }
  if (outcome == "skipped") {
    return outcome::skipped;
  }
  record::reject("outcome", outcome, "passed, failed, skipped");
}

lost_case lost_case_of(const record& fields) {
  return {fields.text("test"),    fields.text("file"),
          fields.count("line"),   fields.number("process", 1, most_int),
          fields.text("message"), fields.optional_text("shown_name")};
}

std::int64_t port_of(const record& fields) {
  return fields.number("port", 1, 65535);
}

// `gpu:0:50`
allocated_slots slots_of(const std::string& text) {
  const std::size_t id = text.find(':');
  const std::size_t number = text.rfind(':');
  allocated_slots result;
  const char* const end = text.data() + text.size();
  if (id == 0 || id == std::string::npos || number <= id + 1 ||
      std::from_chars(text.data() + number + 1, end, result.slots).ptr != end ||
      result.slots < 1 || result.slots > most_slots) {
    record::reject("slots", text,
                   fmt::format("<capacity>:<id>:<1 to {}>", most_slots));
  }
  result.capacity = text.substr(0, id);
  result.id = text.substr(id + 1, number - id - 1);
  return result;
}

allocation allocation_of(const record& fields) {
  allocation result{fields.text("spec"), {}};
  for (const std::string& each : fields.texts("slots")) {
    result.slots.push_back(slots_of(each));
  }
  return result;
}

// Text is taken as bytes: a wrong name is an unknown event, so the order of
// this list is free; it is the one of docs/events.md.
event_body body_of(const std::string& name, const record& fields) {
  if (name == "process_start") {
    return process_start{fields.text("executable"),
                         fields.count("parent_pid"),
                         fields.text("test"),
                         fields.number("worker_count", 0, most_workers),
                         fields.optional_text("selector"),
                         fields.optional_text("ctest_test"),
                         fields.optional_texts("command")};
  }
  if (name == "allocation") {
    return allocation_of(fields);
  }
  if (name == "case_start") {
    return case_start{
        fields.text("test"),           fields.text("file"),
        fields.count("line"),          fields.texts("markers"),
        fields.optional_texts("tags"), fields.optional_text("shown_name")};
  }
  if (name == "case_finish") {
    return case_finish{fields.text("test"), outcome_of(fields),
                       fields.count("duration_ns"), fields.text("message")};
  }
  if (name == "case_failure") {
    return case_failure{fields.text("test"), fields.text("message"),
                        fields.number("process", 1, most_int)};
  }
  if (name == "case_crash") {
    return case_crash{lost_case_of(fields)};
  }
  if (name == "case_missing") {
    return case_missing{lost_case_of(fields)};
  }
  if (name == "process_finish") {
    return process_finish{fields.count("user_us"), fields.count("system_us"),
                          fields.count("max_rss_kib")};
  }
  if (name == "lock_acquire") {
    return lock_acquire{fields.text("key"), mode_of(fields),
                        fields.count("waited_ns")};
  }
  if (name == "lock_release") {
    return lock_release{fields.text("key")};
  }
  if (name == "port_acquire") {
    return port_acquire{port_of(fields), protocol_of(fields)};
  }
  if (name == "port_release") {
    return port_release{port_of(fields), protocol_of(fields)};
  }
  if (name == "directory_create") {
    return directory_create{fields.text("path")};
  }
  if (name == "directory_remove") {
    return directory_remove{fields.text("path")};
  }
  if (name == "directory_keep") {
    return directory_keep{fields.text("path"), fields.text("reason")};
  }
  if (name == "warning") {
    return warning{fields.text("message")};
  }
  return watcher_body_of(name, fields);
}

void check_version(const record& fields) {
  const std::int64_t version = fields.number("v", 1, most_int);
  if (version > event_schema_version) {
    throw record_error(
        fmt::format("schema version {}, this program reads up to {}", version,
                    event_schema_version),
        "use the program of the ParallelTesting version that ran the tests");
  }
}

}  // namespace

// Inside of an event the text is not possible: quotes in strings are escaped.
std::string_view without_torn_start(std::string_view line) {
  constexpr std::string_view start = R"({"v":)";
  const std::size_t last = line.rfind(start);
  return last == std::string_view::npos ? line : line.substr(last);
}

event parse_event(std::string_view line) {
  const record fields(without_torn_start(line));
  check_version(fields);
  event result;
  result.time_ns = fields.count("time_ns");
  result.mono_ns = fields.count("mono_ns");
  result.run = fields.text("run");
  result.worker = fields.text("worker");
  result.pid = fields.number("pid", 1, most_int);
  result.seq = fields.count("seq");
  result.body = body_of(fields.text("event"), fields);
  return result;
}

}  // namespace parallel_testing::io
