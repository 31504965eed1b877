// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include "adopt/report.hpp"

namespace parallel_testing::tools {
namespace {

/// Text in a table or a list, without what Markdown interprets.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char each : text) {
    if (std::string_view("\\|*_<>[]").find(each) != std::string_view::npos) {
      result += '\\';
    }
    result += each == '\n' ? ' ' : each;
  }
  return result;
}

/// Code; a text with backquotes needs more of them around it.
std::string code(const std::string& text) {
  std::string fence = "`";
  while (text.find(fence) != std::string::npos) {
    fence += '`';
  }
  const std::string blank = fence.size() > 1 ? " " : "";
  return fence + blank + text + blank + fence;
}

std::string row(const char* title, const std::optional<measured_suite>& of) {
  if (!of) {
    return "";
  }
  return fmt::format("| {} | {} | {} | {} | {:.1f} s | {} |\n", title,
                     of->tests, of->failed_serially.size(), failures_text(*of),
                     of->serial_s, seconds_text(of->parallel_s));
}

}  // namespace

std::string markdown_of(const adoption_report& of) {
  std::string text = "## The tests run in parallel\n\n";
  if (of.patch_lines == 0) {
    text += "Nothing changes.\n\n";
  } else if (!of.plan.targets.empty()) {
    text +=
        "Each case of a test program becomes a test of CTest, so that "
        "`ctest -j8` runs eight\ncases at the same time. Without "
        "ParallelTesting, the project builds and registers\nits tests as "
        "before.\n\n";
  }
  if (of.after) {
    text +=
        "| | Tests | Failed one by one | Failed at `-j8` | Time one by one | "
        "Times of rounds at `-j8` |\n|---|---|---|---|---|---|\n";
    text += row("before", of.before) + row("after", of.after);
  } else {
    text += "No test ran, so nothing is proved.\n";
  }
  if (!of.plan.steps.empty()) {
    text += "\n### Changes\n\n";
  }
  for (const planned_step& each : of.plan.steps) {
    text +=
        fmt::format("- {}:{}: {}: {}.\n", escaped(each.at.file), each.at.line,
                    code(one_line_call(each.what)), escaped(each.reason));
  }
  if (of.suggestions > 0) {
    text += fmt::format(
        "- `cmake/parallel_testing_suggestions.cmake`: a new file with {} "
        "call{}, because tests share files, ports or other resources. The "
        "tests get:\n",
        of.suggestions, of.suggestions == 1 ? "" : "s");
    for (const std::string& each : suggestion_texts(of)) {
      text += fmt::format("  - {}.\n", escaped(each));
    }
  }
  if (!of.taken_back.empty()) {
    text += "\n### Tried and taken back\n\n";
  }
  for (const std::string& each : of.taken_back) {
    text += fmt::format("- {}.\n", escaped(each));
  }
  const bool has_failed = of.after && !of.after->is_green();
  if (!of.plan.left.empty() || has_failed) {
    text += "\n### Left to do by hand\n\n";
  }
  for (const left_over& each : of.plan.left) {
    text +=
        fmt::format("- {}:{}: {}: {}.\n", escaped(each.at.file), each.at.line,
                    code(one_line_call(each.what)), escaped(each.reason));
  }
  if (has_failed) {
    for (const std::string& each : of.after->failed_serially) {
      text += fmt::format("- {} failed one by one.\n", code(each));
    }
    for (const auto& [name, rounds] : of.after->failed_in_parallel) {
      text += fmt::format("- {} failed in {} of {} rounds at `-j8`.\n",
                          code(name), rounds, of.after->parallel_s.size());
    }
  }
  return text;
}

}  // namespace parallel_testing::tools
