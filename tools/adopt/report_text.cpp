// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "adopt/report.hpp"
#include "cli/terminal.hpp"

namespace parallel_testing::tools {
namespace {

constexpr std::size_t most_names = 20;

void add_suite(std::string& into, const char* title,
               const std::optional<measured_suite>& of) {
  if (!of) {
    return;
  }
  into += fmt::format("{:<7} {} test{}; one by one in {:.1f} s, at -j8 in {}\n",
                      title, of->tests, of->tests == 1 ? "" : "s", of->serial_s,
                      seconds_text(of->parallel_s));
  into += fmt::format("        failed one by one: {}; at -j8: {}\n",
                      of->failed_serially.size(), failures_text(*of));
}

void add_names(std::string& into, const measured_suite& of) {
  std::size_t count = 0;
  for (const auto& [name, rounds] : of.failed_in_parallel) {
    if (++count > most_names) {
      into += fmt::format("  and {} more\n",
                          of.failed_in_parallel.size() - most_names);
      return;
    }
    into += fmt::format("  {}: failed in {} of {} rounds\n",
                        cli::one_line(name), rounds, of.parallel_s.size());
  }
}

}  // namespace

bool adoption_report::is_green() const {
  return after && after->is_green() &&
         (!before || after->tests >= before->tests) && plan.left.empty();
}

std::string seconds_text(const std::vector<double>& seconds) {
  std::vector<std::string> texts;
  for (const double each : seconds) {
    texts.push_back(fmt::format("{:.1f} s", each));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string failures_text(const measured_suite& of) {
  if (of.failed_in_parallel.empty()) {
    return fmt::format("0 of {}", of.tests);
  }
  std::size_t most = 0;
  for (const auto& [name, rounds] : of.failed_in_parallel) {
    most = std::max(most, rounds);
  }
  return fmt::format("{} of {}, each in at most {} of {} rounds",
                     of.failed_in_parallel.size(), of.tests, most,
                     of.parallel_s.size());
}

std::string one_line_call(const std::string& call) {
  std::string line;
  for (const char each : call) {
    const bool is_blank =
        each == ' ' || each == '\n' || each == '\t' || each == '\r';
    if (!is_blank) {
      line += each;
    } else if (!line.empty() && line.back() != ' ' && line.back() != '(') {
      line += ' ';
    }
  }
  constexpr std::size_t most = 70;
  return line.size() <= most ? line : line.substr(0, most) + "…";
}

std::vector<std::string> suggestion_texts(const adoption_report& of) {
  std::vector<std::string> texts = of.suggested;
  if (texts.size() > most_names) {
    texts.resize(most_names);
    texts.push_back(fmt::format("and {} more, each with its reason in the file",
                                of.suggested.size() - most_names));
  }
  return texts;
}

std::string text_of(const adoption_report& of) {
  std::string text;
  for (const planned_step& each : of.plan.steps) {
    text += fmt::format("{}:{}: {}\n  {}\n", each.at.file, each.at.line,
                        one_line_call(each.what), each.reason);
  }
  if (of.suggestions > 0) {
    text += fmt::format(
        "cmake/parallel_testing_suggestions.cmake: a new file with {} call{}, "
        "because tests share\n  files, ports or other resources; the tests "
        "get\n",
        of.suggestions, of.suggestions == 1 ? "" : "s");
    for (const std::string& each : suggestion_texts(of)) {
      text += fmt::format("  - {}\n", cli::one_line(each));
    }
  }
  for (const std::string& each : of.taken_back) {
    text += fmt::format("taken back: {}\n", each);
  }
  text += text.empty() ? "" : "\n";
  add_suite(text, "before:", of.before);
  add_suite(text, "after:", of.after);
  if (of.after) {
    add_names(text, *of.after);
    for (const std::string& each : of.after->failed_serially) {
      text += fmt::format("  {}: failed one by one\n", cli::one_line(each));
    }
  } else {
    text += "No test ran, so nothing is proved.\n";
  }
  if (!of.plan.left.empty()) {
    text += "left to do by hand:\n";
  }
  for (const left_over& each : of.plan.left) {
    text += fmt::format("  {}:{}: {}: {}\n", each.at.file, each.at.line,
                        one_line_call(each.what), each.reason);
  }
  text += of.patch_lines == 0
              ? "nothing to change\n"
              : fmt::format("wrote '{}' ({} lines) in {:.0f} s\n", of.patch,
                            of.patch_lines, of.seconds);
  return text;
}

}  // namespace parallel_testing::tools
