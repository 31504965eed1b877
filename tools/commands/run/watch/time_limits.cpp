// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/time_limits.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/programs.hpp"
#include "commands/run/guards/stacks.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr double nanoseconds = 1e9;

void add_tree(pid_t pid, std::vector<pid_t>& into) {
  if (tools::is_zombie(pid)) {
    return;
  }
  into.push_back(pid);
  for (const pid_t child : tools::children_of(pid)) {
    add_tree(child, into);
  }
}

/// A process and all that it started.
std::vector<pid_t> tree_of(pid_t root) {
  std::vector<pid_t> result;
  add_tree(root, result);
  return result;
}

/// Keeps ctest from killing tests while their stacks are read.
class stopped_ctest {
 public:
  explicit stopped_ctest(const tools::child& ctest)
      : pid_(ctest.has_ended() ? 0 : ctest.pid()) {
    signal(SIGSTOP);
  }
  stopped_ctest(const stopped_ctest&) = delete;
  stopped_ctest& operator=(const stopped_ctest&) = delete;
  ~stopped_ctest() { signal(SIGCONT); }

 private:
  void signal(int number) const {
    if (pid_ > 0) {
      ::kill(pid_, number);
    }
  }

  pid_t pid_;
};

}  // namespace

std::int64_t lead_ns(std::int64_t limit_ns) {
  constexpr std::int64_t longest_ns = 1'000'000'000;
  constexpr std::int64_t usual_ns = 300'000'000;
  constexpr std::int64_t share = 10;
  // A short test gets half of its time.
  const std::int64_t least_ns = std::min(usual_ns, limit_ns / 2);
  return std::clamp(limit_ns / share, least_ns, longest_ns);
}

std::optional<std::int64_t> limit_ns(const tools::listed_test& test,
                                     const std::string& given_seconds) {
  const std::vector<std::string>& own = test.items("TIMEOUT");
  const double seconds = std::strtod(
      own.empty() ? given_seconds.c_str() : own.front().c_str(), nullptr);
  return seconds > 0
             ? std::optional(static_cast<std::int64_t>(seconds * nanoseconds))
             : std::nullopt;
}

std::optional<std::int64_t> time_limits::when_ns(
    const observer& watched, const stopped_times& stopped,
    const watched_test& test) const {
  const tools::listed_test* const listed = watched.listed(test);
  if (listed == nullptr || seen_.contains({test.number, test.attempt})) {
    return std::nullopt;
  }
  const auto limit = limit_ns(*listed, given_seconds_);
  return limit ? std::optional(stopped.end_of(test.start_mono_ns,
                                              *limit - lead_ns(*limit)))
               : std::nullopt;
}

int time_limits::wait_ms(const observer& watched, const stopped_times& stopped,
                         int longest) const {
  constexpr std::int64_t ns_per_ms = 1'000'000;
  std::int64_t wait = longest;
  const std::int64_t now_ns = tools::monotonic_ns();
  for (const watched_test* test : watched.running()) {
    if (const auto when = when_ns(watched, stopped, *test)) {
      wait = std::min(wait, (*when - now_ns + ns_per_ms - 1) / ns_per_ms);
    }
  }
  return static_cast<int>(std::max<std::int64_t>(wait, 0));
}

void time_limits::look(const tools::child& ctest, observer& watched,
                       const stopped_times& stopped) {
  const std::int64_t now_ns = tools::monotonic_ns();
  std::vector<const watched_test*> due;
  for (const watched_test* test : watched.running()) {
    const auto when = when_ns(watched, stopped, *test);
    if (when && now_ns >= *when) {
      due.push_back(test);
      seen_.insert({test->number, test->attempt});
    }
  }
  if (due.empty()) {
    return;
  }
  const stopped_ctest held(ctest);
  for (const pid_t pid : tools::children_of(ctest.pid())) {
    const watched_test* const test =
        watched.known().running_as(pid, tools::command_line_of(pid));
    const bool is_due = std::find(due.begin(), due.end(), test) != due.end();
    const std::string program = is_due ? stacks_program(pid) : "off";
    const bool is_launched =
        is_due && !tools::variable_of(pid, "PARALLEL_TESTING_TIMEOUT").empty();
    if (program == "off" || is_launched) {
      continue;
    }
    const double seconds =
        static_cast<double>(stopped.running_ns(test->start_mono_ns, now_ns)) /
        nanoseconds;
    watched.note_stacks(
        *test, stacks_of(tree_of(pid),
                         fmt::format("stacks of '{}' after {:.1f} s, just "
                                     "before its time is over",
                                     test->name, seconds),
                         program));
  }
}

}  // namespace parallel_testing::run_command
