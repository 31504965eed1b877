// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads event logs of any size and quality. A bad line costs one diagnostic,
// never the lines after it.
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
  std::size_t line = 0;  // 0: the file as a whole
};

/// `file:line: text; remedy`
[[nodiscard]] std::string to_text(const diagnostic& problem);

/// Reading stops after this many: the file is no event log.
inline constexpr std::size_t max_diagnostics = 10;

struct event_sink {
  std::function<void(event&&)> on_event;
  std::function<void(diagnostic&&)> on_problem;
};

/// Streams `input`; `name` stands for it in diagnostics.
void read_events(std::istream& input, const std::string& name,
                 const event_sink& sink);

/// Streams the file `path`; one that cannot be read is a diagnostic.
void read_event_file(const std::string& path, const event_sink& sink);

struct event_log {
  std::vector<event> events;
  std::vector<diagnostic> problems;
};

/// All events of all files, in the order of the files.
[[nodiscard]] event_log load_event_logs(const std::vector<std::string>& paths);

}  // namespace parallel_testing::tools
