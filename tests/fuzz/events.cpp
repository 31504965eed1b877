// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "events/log_files.hpp"
#include "history/replay.hpp"
#include "history/timeline.hpp"
#include "targets.hpp"

namespace parallel_testing::fuzz {

void read_event_log(std::string_view input) {
  std::istringstream stream{std::string(input)};
  std::vector<tools::event> events;
  std::size_t problems = 0;
  tools::event_sink sink;
  sink.on_event = [&](tools::event&& read) {
    events.push_back(std::move(read));
  };
  sink.on_problem = [&](tools::diagnostic&& found) {
    if (tools::to_text(found).empty()) __builtin_trap();
    ++problems;
  };
  tools::read_events(stream, "log", sink);
  if (problems > tools::max_diagnostics + 1) __builtin_trap();
  static_cast<void>(tools::build_timeline(std::move(events)));
}

}  // namespace parallel_testing::fuzz
