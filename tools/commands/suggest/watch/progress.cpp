// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/progress.hpp"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "cli/terminal.hpp"
#include "events/event.hpp"

namespace parallel_testing::suggest_command {
namespace {

constexpr std::int64_t quiet_ns = 10'000'000'000;

/// How a test ended; `doing` is what happened to it.
std::string ending_of(const run_command::test_end& end,
                      const std::string& doing) {
  switch (end.outcome) {
    case tools::verdict::crash:
      return "crashed while it was " + doing;
    case tools::verdict::timeout:
      return "ran out of time while it was " + doing;
    case tools::verdict::not_run:
      return "was not run";
    default:
      return "failed while it was " + doing;
  }
}

}  // namespace

progress::progress(std::ostream& err, std::string doing)
    : err_(err), doing_(std::move(doing)) {}

void progress::note(std::string_view line) {
  // The records have these processes, and this would be the process that
  // watches them.
  if (line.find(" left a process behind: ") == std::string_view::npos) {
    print(line);
  }
}

void progress::on_end(const run_command::test_end& end) {
  const bool counts = tools::is_bad(end.outcome) && !end.is_excused();
  if (counts || end.outcome == tools::verdict::not_run) {
    print(fmt::format("{} {}{}{}", cli::one_line(end.test->name),
                      ending_of(end, doing_), end.message.empty() ? "" : ": ",
                      cli::one_line(end.message)));
  }
}

void progress::refresh(const run_command::live_status& now) {
  if (now.elapsed_ns - last_ns_ < quiet_ns) {
    return;
  }
  last_ns_ = now.elapsed_ns;
  std::string text =
      fmt::format("{} {} of {} tests", doing_, now.done,
                  now.total == 0 ? "?" : std::to_string(now.total));
  if (!now.running.empty()) {
    text += ", now " + cli::one_line(now.running.front().name);
  }
  print(text);
}

void progress::print(std::string_view text) {
  err_ << "parallel-testing suggest: " << text << std::endl;
}

}  // namespace parallel_testing::suggest_command
