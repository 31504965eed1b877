// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/log_lines.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "base/line_reader.hpp"
#include "base/record.hpp"
#include "events/event_parser.hpp"
#include "events/event_writer.hpp"
#include "events/node_logs.hpp"

namespace parallel_testing::merge_command {
namespace {

constexpr std::int64_t greatest_time = std::int64_t{1} << 61U;
/// The upper limit for process ids. In a private PID namespace, docs/events.md
/// keeps ids below 2^45; in a merged log, each merged log has its own range.
constexpr std::int64_t greatest_pid = std::int64_t{1} << 60U;
constexpr std::int64_t greatest_count = 1'000'000;

bool is_countable(const tools::event& given) {
  if (given.time_ns > greatest_time || given.mono_ns > greatest_time ||
      given.pid > greatest_pid) {
    return false;
  }
  if (const auto* start = given.body.get_if<tools::process_start>()) {
    return start->parent_pid <= greatest_pid;
  }
  if (const auto* start = given.body.get_if<tools::run_start>()) {
    return start->workers <= greatest_count;
  }
  if (const auto* left = given.body.get_if<tools::launch_left>()) {
    return left->process <= greatest_pid;
  }
  if (const auto* left = given.body.get_if<tools::case_left>()) {
    return left->process <= greatest_pid && left->orphan <= greatest_pid;
  }
  if (const auto* left = given.body.get_if<tools::ctest_left>()) {
    return left->process <= greatest_pid;
  }
  if (const auto* lost = given.body.get_if<tools::case_crash>()) {
    return lost->process <= greatest_pid;
  }
  if (const auto* failed = given.body.get_if<tools::case_failure>()) {
    return failed->process <= greatest_pid;
  }
  if (const auto* lost = given.body.get_if<tools::case_missing>()) {
    return lost->process <= greatest_pid;
  }
  const tools::ctest_start* test = given.body.get_if<tools::ctest_start>();
  if (const auto* finish = given.body.get_if<tools::ctest_finish>()) {
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

tools::event read_event(const tools::line& current) {
  if (current.state != tools::line_state::complete) {
    throw tools::record_error(
        "the line is too long or was cut short",
        "check for a full disk, and that this is an event "
        "log");
  }
  tools::event event = tools::parse_event(current.text);
  if (!is_countable(event)) {
    throw tools::record_error("a number is too large to be counted",
                              "check that this is an event log");
  }
  return event;
}

/// Joins the logs of the nodes of a run on several nodes.
std::vector<log_line> with_node_logs(const std::string& path,
                                     std::vector<log_line> own,
                                     std::vector<tools::diagnostic>& problems) {
  std::vector<tools::event> events;
  for (const log_line& each : own) {
    events.push_back(each.event);
  }
  std::vector<tools::node_log> nodes;
  for (const auto& [node, log] : tools::node_logs_of(path, events)) {
    tools::node_log& added = nodes.emplace_back();
    added.node = node;
    for (log_line& each : read_log_lines(log, problems)) {
      added.events.push_back(std::move(each.event));
    }
  }
  if (nodes.empty()) {
    return own;
  }
  std::vector<log_line> result;
  for (tools::event& each :
       tools::join_node_logs(std::move(events), std::move(nodes))) {
    std::string line = tools::to_line(each);
    line.pop_back();
    result.push_back({std::move(line), std::move(each)});
  }
  return result;
}

}  // namespace

std::vector<log_line> read_log_lines(const std::string& path,
                                     std::vector<tools::diagnostic>& problems) {
  std::vector<log_line> result;
  errno = 0;
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    problems.push_back({{std::string("cannot be read: ") + std::strerror(errno),
                         "pass the events.ndjson of a run"},
                        path,
                        0});
    return result;
  }
  tools::line_reader lines(input);
  std::size_t bad = 0;
  for (tools::line current; lines.next(current);) {
    try {
      tools::event event = read_event(current);
      result.push_back({std::string(tools::without_torn_start(current.text)),
                        std::move(event)});
    } catch (const tools::newer_schema& problem) {
      problems.push_back({problem.found, path, current.number});
      break;
    } catch (const tools::record_error& problem) {
      problems.push_back({problem.found, path, current.number});
      if (++bad == tools::max_diagnostics) {
        break;
      }
    }
  }
  return with_node_logs(path, std::move(result), problems);
}

}  // namespace parallel_testing::merge_command
