// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/running_state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/terminal.hpp"
#include "ctest/child.hpp"
#include "lib/src/base/process_info.hpp"
#include "lib/src/base/secrets.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr std::size_t longest_text = 160;
constexpr std::size_t most_tests = 20;

std::string shortened_line(const std::string& text) {
  const std::string line = cli::one_line(text);
  return line.size() <= longest_text ? line
                                     : line.substr(0, longest_text) + "...";
}

void add_tree(std::vector<shown_process>& into, pid_t pid, int depth,
              std::size_t limit) {
  if (into.size() >= limit) {
    return;
  }
  shown_process shown;
  shown.pid = pid;
  shown.depth = depth;
  shown.command = without_passwords(command_of(pid));
  shown.has_ended = tools::is_zombie(pid);
  into.push_back(std::move(shown));
  for (const pid_t child : tools::children_of(pid)) {
    add_tree(into, child, depth + 1, limit);
  }
}

}  // namespace

std::vector<shown_process> process_tree(pid_t root, std::size_t limit) {
  std::vector<shown_process> tree;
  add_tree(tree, root, 0, limit);
  return tree;
}

std::vector<std::string> lines_about(const std::vector<shown_test>& tests) {
  std::vector<std::string> lines;
  for (const shown_test& test : tests) {
    if (&test == tests.data() + most_tests) {
      lines.push_back(fmt::format("  and {} more", tests.size() - most_tests));
      break;
    }
    lines.push_back(fmt::format(
        "  {:>4} {:>9}  {}", test.worker.empty() ? "-" : test.worker,
        tools::seconds_text(test.elapsed_ns), cli::one_line(test.name)));
    for (const shown_process& each : test.processes) {
      lines.push_back(fmt::format("      {:{}}{} {}{}", "", 2 * each.depth,
                                  each.pid, shortened_line(each.command),
                                  each.has_ended ? " (ended)" : ""));
    }
    if (!test.last_line.empty()) {
      lines.push_back("      last line: " + shortened_line(test.last_line));
    }
  }
  return lines;
}

std::string line_about(const std::vector<shown_test>& tests) {
  if (tests.empty()) {
    return "no test runs; ctest is at work";
  }
  const auto longest = std::max_element(
      tests.begin(), tests.end(), [](const shown_test& a, const shown_test& b) {
        return a.elapsed_ns < b.elapsed_ns;
      });
  return fmt::format(
      "{} still run{}, the longest for {}: {}",
      tests.size() == 1 ? "1 test" : fmt::format("{} tests", tests.size()),
      tests.size() == 1 ? "s" : "", tools::seconds_text(longest->elapsed_ns),
      cli::one_line(longest->name));
}

}  // namespace parallel_testing::run_command
