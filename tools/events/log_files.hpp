// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads event logs of any size and quality. A bad line causes one diagnostic
// and does not affect the lines after it.
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "events/event.hpp"

namespace parallel_testing::tools {

/// A problem of a file.
struct diagnostic : problem {
  std::string file;
  std::size_t line = 0;  ///< 0: the whole file
};

/// `file:line: text; remedy`
[[nodiscard]] std::string to_text(const diagnostic& problem);

/// Reading stops after this many diagnostics, because the file is not an event
/// log.
inline constexpr std::size_t max_diagnostics = 10;

struct event_sink {
  std::function<void(event&&)> on_event;
  std::function<void(diagnostic&&)> on_problem;
};

/// Reads the events of `input`; diagnostics name it `name`.
void read_events(std::istream& input, const std::string& name,
                 const event_sink& sink);

/// Reads the events of the file `path`. A file that cannot be read is a
/// diagnostic.
void read_event_file(const std::string& path, const event_sink& sink);

struct event_log {
  std::vector<event> events;
  std::vector<diagnostic> problems;
};

/// All events of all files, in the order of the files. Those of the nodes of a
/// run on several nodes are joined with its own.
[[nodiscard]] event_log load_event_logs(const std::vector<std::string>& paths);

}  // namespace parallel_testing::tools
