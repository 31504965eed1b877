// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace parallel_testing::verify_command {
namespace {

using nlohmann::ordered_json;

std::string painted_word(standing how, const cli::terminal& screen) {
  switch (how) {
    case standing::pass:
      return cli::painted(screen, cli::paint::green, "PASS");
    case standing::fail:
      return cli::painted(screen, cli::paint::red, "FAIL");
    case standing::skipped:
      break;
  }
  return cli::painted(screen, cli::paint::yellow, "SKIP");
}

/// Aligns all further lines with the first one.
std::string indented(const std::string& text, std::string_view indent) {
  std::string result;
  for (const char each : text) {
    result += each;
    if (each == '\n') {
      result += indent;
    }
  }
  return result;
}

std::size_t count(const std::vector<check>& checks, standing how) {
  return static_cast<std::size_t>(
      std::count_if(checks.begin(), checks.end(),
                    [&](const check& each) { return each.how == how; }));
}

}  // namespace

const char* to_text(standing how) {
  switch (how) {
    case standing::pass:
      return "pass";
    case standing::fail:
      return "fail";
    case standing::skipped:
      break;
  }
  return "skipped";
}

check judged(const char* name, std::string summary,
             std::vector<problem> problems) {
  return {name, problems.empty() ? standing::pass : standing::fail,
          std::move(summary), std::move(problems)};
}

check skipped(const char* name, std::string why) {
  return {name, standing::skipped, std::move(why), {}};
}

std::string text_of(const check& one, const cli::terminal& screen) {
  std::string text = fmt::format(
      "{}  {:<16}  {}\n", painted_word(one.how, screen), one.name, one.summary);
  for (std::size_t at = 0; at < one.problems.size(); ++at) {
    const problem& each = one.problems[at];
    text += fmt::format("      {}\n", indented(each.text, "        "));
    const bool is_last_with_it = at + 1 == one.problems.size() ||
                                 one.problems[at + 1].remedy != each.remedy;
    if (is_last_with_it) {
      text += fmt::format("      -> {}\n", indented(each.remedy, "         "));
    }
  }
  return text;
}

std::string totals_of(const std::vector<check>& checks) {
  const std::size_t passed = count(checks, standing::pass);
  return fmt::format("{} check{} passed, {} failed, {} skipped\n", passed,
                     passed == 1 ? "" : "s", count(checks, standing::fail),
                     count(checks, standing::skipped));
}

std::string json_of(const std::vector<check>& checks) {
  ordered_json list = ordered_json::array();
  for (const check& each : checks) {
    ordered_json problems = ordered_json::array();
    for (const problem& one : each.problems) {
      problems.push_back({{"text", one.text}, {"remedy", one.remedy}});
    }
    list.push_back({{"name", each.name},
                    {"outcome", to_text(each.how)},
                    {"summary", each.summary},
                    {"problems", std::move(problems)}});
  }
  const ordered_json root{{"version", 1},
                          {"outcome", has_failed(checks) ? "fail" : "pass"},
                          {"checks", std::move(list)}};
  return tools::json_text(root);
}

bool has_failed(const std::vector<check>& checks) {
  return count(checks, standing::fail) > 0;
}

}  // namespace parallel_testing::verify_command
