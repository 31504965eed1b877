// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/log_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/line_reader.hpp"
#include "base/record.hpp"
#include "events/event_parser.hpp"
#include "events/node_logs.hpp"

namespace parallel_testing::tools {
namespace {

void check_whole(const line& current) {
  if (current.state == line_state::too_long) {
    throw record_error(
        fmt::format("the line is longer than {} bytes", max_line_bytes),
        "no event is that long; check that this is an event log");
  }
  if (current.state == line_state::unterminated) {
    throw record_error(
        "the line ends without a newline, so its writing was cut short",
        "check for a full disk, or wait until the file is copied");
  }
}

void report_unreadable(const std::string& path, const event_sink& sink) {
  sink.on_problem(
      {{fmt::format("cannot be read: {}", std::strerror(errno)),
        "pass the events.ndjson of a run, "
        "<build>/Testing/ParallelTesting/runs/<run id>/events.ndjson"},
       path,
       0});
}

}  // namespace

std::string to_text(const diagnostic& problem) {
  const std::string place =
      problem.line == 0 ? problem.file
                        : fmt::format("{}:{}", problem.file, problem.line);
  return fmt::format("{}: {}; {}", place, problem.text, problem.remedy);
}

void read_events(std::istream& input, const std::string& name,
                 const event_sink& sink) {
  line_reader lines(input);
  line current;
  std::size_t problems = 0;
  while (lines.next(current)) {
    try {
      check_whole(current);
      sink.on_event(parse_event(current.text));
    } catch (const newer_schema& problem) {
      sink.on_problem({problem.found, name, current.number});
      return;
    } catch (const record_error& problem) {
      sink.on_problem({problem.found, name, current.number});
      if (++problems == max_diagnostics) {
        sink.on_problem({{fmt::format("{} bad lines, the rest was not read",
                                      max_diagnostics),
                          "check that this is an event log"},
                         name,
                         current.number});
        return;
      }
    }
  }
}

void read_event_file(const std::string& path, const event_sink& sink) {
  errno = 0;
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    report_unreadable(path, sink);
    return;
  }
  read_events(input, path, sink);
  if (input.bad()) {
    report_unreadable(path, sink);
  }
}

event_log load_event_logs(const std::vector<std::string>& paths) {
  event_log result;
  const auto read = [&](const std::string& path) {
    std::vector<event> events;
    read_event_file(path,
                    {[&](event&& next) { events.push_back(std::move(next)); },
                     [&](diagnostic&& next) {
                       result.problems.push_back(std::move(next));
                     }});
    return events;
  };
  for (const std::string& path : paths) {
    std::vector<event> events = read(path);
    std::vector<node_log> nodes;
    for (const auto& [node, log] : node_logs_of(path, events)) {
      nodes.push_back({node, read(log)});
    }
    events = join_node_logs(std::move(events), std::move(nodes));
    std::move(events.begin(), events.end(), std::back_inserter(result.events));
  }
  return result;
}

}  // namespace parallel_testing::tools
