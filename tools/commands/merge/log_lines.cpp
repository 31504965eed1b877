// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/log_lines.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/line_reader.hpp"
#include "base/record.hpp"
#include "events/event_parser.hpp"

namespace parallel_testing::merge_command {
namespace {

constexpr std::int64_t greatest_time = std::int64_t{1} << 61U;
/// In a private PID namespace a test has the ids of docs/events.md, below
/// 2^45; a log that was merged has them for each log it is made of.
constexpr std::int64_t greatest_pid = std::int64_t{1} << 60U;
constexpr std::int64_t greatest_count = 1'000'000;

bool is_countable(const io::event& given) {
  if (given.time_ns > greatest_time || given.mono_ns > greatest_time ||
      given.pid > greatest_pid) {
    return false;
  }
  if (const auto* start = std::get_if<io::process_start>(&given.body)) {
    return start->parent_pid <= greatest_pid;
  }
  if (const auto* start = std::get_if<io::run_start>(&given.body)) {
    return start->workers <= greatest_count;
  }
  if (const auto* left = std::get_if<io::launch_left>(&given.body)) {
    return left->process <= greatest_pid;
  }
  if (const auto* left = std::get_if<io::ctest_left>(&given.body)) {
    return left->process <= greatest_pid;
  }
  if (const auto* lost = std::get_if<io::case_crash>(&given.body)) {
    return lost->process <= greatest_pid;
  }
  if (const auto* failed = std::get_if<io::case_failure>(&given.body)) {
    return failed->process <= greatest_pid;
  }
  if (const auto* lost = std::get_if<io::case_missing>(&given.body)) {
    return lost->process <= greatest_pid;
  }
  const io::ctest_start* test = std::get_if<io::ctest_start>(&given.body);
  if (const auto* finish = std::get_if<io::ctest_finish>(&given.body)) {
    test = finish;
    for (const std::int64_t pid : finish->processes) {
      if (pid > greatest_pid) {
        return false;
      }
    }
  }
  return test == nullptr ||
         (test->attempt <= greatest_count && test->round <= greatest_count);
}

io::event read_event(const io::line& current) {
  if (current.state != io::line_state::complete) {
    throw io::record_error("the line is too long or was cut short",
                           "was the disk full, or is this not an event log?");
  }
  io::event event = io::parse_event(current.text);
  if (!is_countable(event)) {
    throw io::record_error("a number is beyond all that is counted",
                           "is this an event log?");
  }
  return event;
}

}  // namespace

std::vector<log_line> read_log_lines(const std::string& path,
                                     std::vector<io::diagnostic>& problems) {
  std::vector<log_line> result;
  errno = 0;
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    problems.push_back({path, 0,
                        std::string("cannot be read: ") + std::strerror(errno),
                        "give the events.ndjson of a run"});
    return result;
  }
  io::line_reader lines(input);
  std::size_t bad = 0;
  for (io::line current; lines.next(current);) {
    try {
      io::event event = read_event(current);
      result.push_back({std::string(io::without_torn_start(current.text)),
                        std::move(event)});
    } catch (const io::newer_schema& problem) {
      problems.push_back(
          {path, current.number, problem.what(), problem.remedy});
      break;
    } catch (const io::record_error& problem) {
      problems.push_back(
          {path, current.number, problem.what(), problem.remedy});
      if (++bad == io::max_diagnostics) {
        break;
      }
    }
  }
  return result;
}

}  // namespace parallel_testing::merge_command
