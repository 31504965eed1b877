// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace parallel_testing::io {
namespace {

using nlohmann::json;

std::int64_t clock_ns(clockid_t clock) {
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * ns_per_second + now.tv_nsec;
}

/// One JSON object on a line. A run writes thousands: a document tree for each
/// would take longer than all the rest.
class line_writer {
 public:
  void add(const char* name, std::string_view text) {
    begin(name);
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    });
    if (is_plain) {
      line_.append(1, '"').append(text).append(1, '"');
    } else {
      line_ += json(text).dump(-1, ' ', false, json::error_handler_t::replace);
    }
  }
  void add(const char* name, std::int64_t number) {
    begin(name);
    fmt::format_to(std::back_inserter(line_), "{}", number);
  }
  template <class Value>
  void add(const char* name, const std::vector<Value>& values) {
    begin(name);
    line_ += json(values).dump(-1, ' ', false, json::error_handler_t::replace);
  }

  [[nodiscard]] std::string text() && {
    line_ += "}\n";
    return std::move(line_);
  }

 private:
  void begin(const char* name) {
    line_ += line_.empty() ? "{\"" : ",\"";
    line_.append(name).append("\":");
  }

  std::string line_;
};

struct event_names {
  const char* operator()(const run_start& /*body*/) const {
    return "run_start";
  }
  const char* operator()(const run_shard& /*body*/) const {
    return "run_shard";
  }
  const char* operator()(const run_finish& /*body*/) const {
    return "run_finish";
  }
  const char* operator()(const ctest_start& /*body*/) const {
    return "ctest_start";
  }
  const char* operator()(const ctest_finish& /*body*/) const {
    return "ctest_finish";
  }
  const char* operator()(const ctest_left& /*body*/) const {
    return "ctest_left";
  }
  template <class Other>
  const char* operator()(const Other& /*body*/) const {
    return "";
  }
};

/// Adds the fields of an event; none of others than the tool's.
class body_fields {
 public:
  explicit body_fields(line_writer& into) : line_(into) {}

  void operator()(const run_start& body) const {
    line_.add("project", body.project);
    line_.add("build", body.build);
    line_.add("ctest", body.ctest);
    line_.add("workers", body.workers);
    line_.add("seed", body.seed);
    if (!body.source.empty()) {
      line_.add("source", body.source);
    }
  }
  void operator()(const run_shard& body) const {
    line_.add("index", body.index);
    line_.add("count", body.count);
    line_.add("by", body.by);
    line_.add("plan", body.plan);
    line_.add("all_tests", body.all_tests);
    line_.add("tests", body.tests);
    line_.add("repeated", body.repeated);
    line_.add("empty", body.empty);
  }
  void operator()(const run_finish& body) const {
    line_.add("outcome", body.outcome);
  }
  void operator()(const ctest_start& body) const {
    line_.add("test", body.test);
    line_.add("number", body.number);
    line_.add("attempt", body.attempt);
    line_.add("round", body.round);
  }
  void operator()(const ctest_finish& body) const {
    (*this)(static_cast<const ctest_start&>(body));
    line_.add("outcome", body.outcome);
    line_.add("duration_ns", body.duration_ns);
    line_.add("message", body.message);
    line_.add("output", body.output);
    line_.add("file", body.file);
    line_.add("line", body.line);
    line_.add("labels", body.labels);
    line_.add("processes", body.processes);
  }
  void operator()(const ctest_left& body) const {
    line_.add("test", body.test);
    line_.add("number", body.number);
    line_.add("process", body.process);
    line_.add("program", body.program);
  }
  template <class Other>
  void operator()(const Other& /*body*/) const {}

 private:
  line_writer& line_;
};

}  // namespace

std::string to_line(const event& given) {
  line_writer line;
  line.add("v", event_schema_version);
  line.add("event", std::visit(event_names(), given.body));
  line.add("time_ns", given.time_ns);
  line.add("mono_ns", given.mono_ns);
  line.add("run", given.run);
  line.add("worker", given.worker);
  line.add("pid", given.pid);
  line.add("seq", given.seq);
  std::visit(body_fields(line), given.body);
  return std::move(line).text();
}

std::int64_t wall_clock_ns() {
  return clock_ns(CLOCK_REALTIME);
}

std::int64_t monotonic_ns() {
  return clock_ns(CLOCK_MONOTONIC);
}

event_writer::event_writer(const std::string& run_directory, std::string run_id)
    : run_id_(std::move(run_id)) {
  std::error_code ignored;
  std::filesystem::create_directories(run_directory, ignored);
  const std::string path = run_directory + "/events.ndjson";
  constexpr mode_t only_mine = 0600;
  file_ =
      ::open(path.c_str(),
             O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, only_mine);
  if (file_ < 0) {
    problem_ = fmt::format("cannot write the event log '{}': {}", path,
                           std::strerror(errno));
  }
}

event_writer::~event_writer() {
  if (file_ >= 0) {
    flush();
    ::close(file_);
  }
}

event event_writer::add(event_body body) {
  event made;
  made.time_ns = wall_clock_ns();
  made.mono_ns = monotonic_ns();
  made.run = run_id_;
  made.worker = "master";
  made.pid = ::getpid();
  made.seq = sequence_++;
  made.body = std::move(body);
  if (file_ >= 0) {
    pending_ += to_line(made);
  }
  return made;
}

void event_writer::flush() {
  std::string_view rest = pending_;
  while (!rest.empty() && file_ >= 0) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      problem_ =
          fmt::format("the event log is incomplete: {}", std::strerror(errno));
      ::close(std::exchange(file_, -1));
      break;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  pending_.clear();
}

}  // namespace parallel_testing::io
