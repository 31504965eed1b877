// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/xml_text.hpp"
#include "results/common_failure.hpp"
#include "results/run_summary.hpp"
#include "results/summary_text.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::report_command {
namespace {

constexpr std::size_t most_problems = 50;
constexpr std::size_t most_output = 4000;
constexpr std::size_t slowest_tests = 10;

/// Escapes text for a line or a table cell, so that no character is markup.
std::string inline_text(const std::string& text) {
  std::string result;
  for (const char c : tools::xml_text(text)) {
    if (c == '\n' || c == '\r' || c == '\t') {
      result += ' ';
      continue;
    }
    if (std::string_view("\\`*_{}[]()#.|~@:").find(c) !=
        std::string_view::npos) {
      result += fmt::format("&#{};", static_cast<int>(c));
      continue;
    }
    result += c;
  }
  return result;
}

std::string full_name(const tools::test_result& test) {
  return test.unit.empty() ? test.name : test.unit + " › " + test.name;
}

std::string headline(const tools::run_result& result,
                     const tools::run_summary& summary) {
  const tools::verdict_counts& counts = summary.counts;
  std::string text = counts.bad() > 0 ? "❌" : "✅";
  const auto add = [&](std::size_t number, const char* what) {
    if (number > 0) {
      text +=
          fmt::format("{} **{}** {}", text.size() > 4 ? "," : "", number, what);
    }
  };
  add(counts.failed, "failed");
  add(counts.crashed, "crashed");
  add(counts.timed_out, "timed out");
  add(counts.leaked, "leaked");
  add(counts.not_run, "not run");
  add(counts.passed, "passed");
  add(counts.flaky, "of them flaky");
  add(counts.left_behind, "of them left processes behind");
  add(counts.quarantined, "failed in quarantine");
  add(counts.skipped, "skipped");
  text += fmt::format(" in {}", tools::seconds_text(summary.wall_ns));
  if (summary.speed_up > 0) {
    text += fmt::format(" ({:.1f} × one by one", summary.speed_up);
    text +=
        result.workers > 0 ? fmt::format(", {} workers)", result.workers) : ")";
  }
  return text;
}

void add_problem(std::string& text, const tools::test_result& test) {
  const bool left = test.has_left_processes();
  const bool flaky = test.is_flaky() && !left;
  const auto bad = std::find_if(
      test.attempts.rbegin(), test.attempts.rend(),
      [](const tools::attempt& each) { return tools::is_bad(each.outcome); });
  const tools::attempt& shown = flaky ? *bad : test.decisive();
  text += fmt::format("<details><summary>{} <code>{}</code>",
                      flaky               ? "flaky"
                      : left              ? "left"
                      : test.is_excused() ? "quarantined"
                                          : tools::to_text(shown.outcome),
                      inline_text(full_name(test)));
  if (!test.file.empty()) {
    text += fmt::format(" ({}:{})", inline_text(test.file), test.line);
  }
  if (left) {
    text += fmt::format(": {}", inline_text(tools::leftover_remedy(test)));
  }
  if (test.quarantine && tools::is_bad(shown.outcome)) {
    text += fmt::format(": {}",
                        inline_text(tools::quarantine_text(test.quarantine)));
  }
  // Inside <pre>, only HTML is markup, but a blank line would end the block.
  std::string why = left ? tools::left_text(test.left_behind) : shown.message;
  if (shown.output.find(why) != std::string::npos) {
    why = shown.output;
  } else if (!shown.output.empty()) {
    why += "\n" + shown.output;
  }
  if (why.size() > most_output) {
    why = "…" + why.substr(why.size() - most_output);
  }
  std::string quoted;
  for (const char c : tools::xml_text(why)) {
    quoted += c == '\n' ? "&#10;" : std::string(1, c);
  }
  text += fmt::format("</summary><pre>{}</pre></details>\n\n", quoted);
}

}  // namespace

std::string markdown_text(const tools::run_result& result) {
  const tools::run_summary summary = tools::summarize(result);
  std::string text = fmt::format(
      "### {}\n\n{}\n\n",
      result.project.empty() ? "Tests" : inline_text(result.project),
      headline(result, summary));
  std::size_t problems = 0;
  for (const tools::test_result& test : result.tests) {
    if ((!tools::is_bad(test.outcome()) && !test.is_flaky() &&
         !test.has_left_processes()) ||
        test.never_started()) {
      continue;
    }
    if (++problems <= most_problems) {
      add_problem(text, test);
    }
  }
  if (problems > most_problems) {
    text += fmt::format("… and {} more\n\n", problems - most_problems);
  }
  const std::vector<std::string> unstarted = tools::unstarted_tests(result);
  if (!unstarted.empty()) {
    text +=
        fmt::format("{}\n\n", inline_text(tools::unstarted_text(unstarted)));
  }
  if (const std::string common = tools::common_failure_text(result);
      !common.empty()) {
    text += fmt::format("**{}**\n\n", inline_text(common));
  }
  if (result.tests.empty()) {
    return text;
  }
  text += "| slowest tests | time | worker |\n|---|---:|---|\n";
  for (const tools::test_result* test : tools::slowest(result, slowest_tests)) {
    text += fmt::format("| {} | {} | {} |\n", inline_text(full_name(*test)),
                        tools::seconds_text(test->total_ns()),
                        inline_text(test->decisive().worker));
  }
  return text;
}

}  // namespace parallel_testing::report_command
