// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/event_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

namespace parallel_testing::io {
namespace {

using nlohmann::ordered_json;

std::int64_t clock_ns(clockid_t clock) {
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * ns_per_second + now.tv_nsec;
}

/// Adds name and fields of an event; none of others than the tool's.
class body_fields {
 public:
  explicit body_fields(ordered_json& into) : line_(into) {}

  void operator()(const run_start& body) const {
    line_["event"] = "run_start";
    line_["project"] = body.project;
    line_["build"] = body.build;
    line_["ctest"] = body.ctest;
    line_["workers"] = body.workers;
    line_["seed"] = body.seed;
  }
  void operator()(const run_finish& body) const {
    line_["event"] = "run_finish";
    line_["outcome"] = body.outcome;
  }
  void operator()(const ctest_start& body) const {
    line_["event"] = "ctest_start";
    add_start(body);
  }
  void operator()(const ctest_finish& body) const {
    line_["event"] = "ctest_finish";
    add_start(body);
    line_["outcome"] = body.outcome;
    line_["duration_ns"] = body.duration_ns;
    line_["message"] = body.message;
    line_["output"] = body.output;
    line_["file"] = body.file;
    line_["line"] = body.line;
    line_["labels"] = body.labels;
    line_["processes"] = body.processes;
  }
  void operator()(const ctest_left& body) const {
    line_["event"] = "ctest_left";
    line_["test"] = body.test;
    line_["number"] = body.number;
    line_["process"] = body.process;
    line_["program"] = body.program;
  }
  template <class Other>
  void operator()(const Other& /*body*/) const {
    line_["event"] = "";
  }

 private:
  void add_start(const ctest_start& body) const {
    line_["test"] = body.test;
    line_["number"] = body.number;
    line_["attempt"] = body.attempt;
    line_["round"] = body.round;
  }

  ordered_json& line_;
};

}  // namespace

std::string to_line(const event& given) {
  ordered_json line{{"v", event_schema_version}, {"event", ""},
                    {"time_ns", given.time_ns},  {"mono_ns", given.mono_ns},
                    {"run", given.run},          {"worker", given.worker},
                    {"pid", given.pid},          {"seq", given.seq}};
  std::visit(body_fields(line), given.body);
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
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
