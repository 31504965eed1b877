// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/common_failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace parallel_testing::tools {
namespace {

/// With these, test frameworks and ctest begin lines about any test.
constexpr std::array lines_of_frameworks{
    "[",
    "Note: Google Test",
    "Running 1 test case",
    "*** ",
    "Running main() from",
    "Filters:",
    "Randomness seeded",
    "Run with -?",
    "test cases:",
    "assertions:",
    "=====",
    "-----",
    ".....",
    "~~~~~",
    " 1 FAILED TEST",
    "1 FAILED TEST",
    "Failed",
    "Subprocess aborted",
};

/// A line that only repeats the verdict explains nothing.
bool explains(std::string_view line) {
  constexpr std::size_t shortest = 6;
  return line.size() >= shortest &&
         std::none_of(
             lines_of_frameworks.begin(), lines_of_frameworks.end(),
             [&](std::string_view each) { return line.starts_with(each); }) &&
         std::any_of(line.begin(), line.end(), [](unsigned char each) {
           return std::isalpha(each) != 0;
         });
}

/// Words that a line about a cause has.
bool names_a_cause(std::string_view line) {
  std::string small(line);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char each) { return std::tolower(each); });
  constexpr std::array words{"error",   "cannot",  "can't",     "could not",
                             "refused", "no such", "not found", "unable",
                             "denied",  "missing", "failed",    "exception"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view each) {
    return small.find(each) != std::string::npos;
  });
}

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == std::string_view::npos) {
    return "";
  }
  return line.substr(begin, line.find_last_not_of(blanks) + 1 - begin);
}

/// The line with each number replaced: ports, process ids and times differ
/// between tests with the same cause.
std::string without_numbers(std::string_view line) {
  std::string result;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (std::isdigit(static_cast<unsigned char>(line[at])) == 0) {
      result += line[at];
    } else if (result.empty() || result.back() != '#') {
      result += '#';
    }
  }
  return result;
}

/// The explaining lines of a failure: what it printed, and its reason.
std::vector<std::string_view> lines_of(const ended_test& test) {
  constexpr std::size_t most = 2000;
  std::vector<std::string_view> lines;
  for (const std::string_view text :
       {std::string_view(test.message), std::string_view(test.output)}) {
    std::size_t begin = 0;
    while (begin < text.size() && lines.size() < most) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view line = trimmed(text.substr(begin, end - begin));
      if (explains(line)) {
        lines.push_back(line);
      }
      begin = end + 1;
    }
  }
  return lines;
}

}  // namespace

std::string common_failure(const std::vector<ended_test>& tests) {
  const bool all_failed =
      std::all_of(tests.begin(), tests.end(),
                  [](const ended_test& each) { return each.is_bad; });
  if (tests.size() < fewest_for_broken || !all_failed) {
    return "";
  }
  std::vector<std::pair<std::string, std::string_view>> common;
  for (const std::string_view line : lines_of(tests.front())) {
    common.emplace_back(without_numbers(line), line);
  }
  for (std::size_t at = 1; at < tests.size() && !common.empty(); ++at) {
    std::unordered_set<std::string> lines;
    for (const std::string_view line : lines_of(tests[at])) {
      lines.insert(without_numbers(line));
    }
    std::erase_if(
        common, [&](const auto& each) { return !lines.contains(each.first); });
  }
  const auto cause =
      std::find_if(common.begin(), common.end(),
                   [](const auto& each) { return names_a_cause(each.second); });
  if (cause != common.end()) {
    return std::string(cause->second);
  }
  return common.empty() ? "" : std::string(common.front().second);
}

std::string common_failure_text(const std::string& line, std::size_t tests) {
  return fmt::format("the first {} tests all failed with: {}", tests, line);
}

std::string common_failure_text(const run_result& result) {
  std::vector<std::pair<std::int64_t, const attempt*>> ends;
  for (const test_result& test : result.tests) {
    const attempt& first = test.attempts.front();
    const bool has_ended =
        first.outcome != verdict::skip && first.outcome != verdict::not_run;
    if (has_ended) {
      ends.emplace_back(first.end_mono_ns != 0
                            ? first.end_mono_ns
                            : first.start_mono_ns + first.duration_ns,
                        &first);
    }
  }
  std::stable_sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  ends.resize(std::min(ends.size(), broken_after));
  std::vector<ended_test> tests;
  for (const auto& [end_ns, each] : ends) {
    tests.push_back({is_bad(each->outcome), each->message, each->output});
  }
  const std::string line = common_failure(tests);
  return line.empty() ? "" : common_failure_text(line, tests.size());
}

}  // namespace parallel_testing::tools
