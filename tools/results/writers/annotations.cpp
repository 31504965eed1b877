// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/writers/annotations.hpp"

#include <fmt/format.h>

#include <string_view>

#include "results/stack_place.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::tools {
namespace {

/// The characters that GitHub reads as something else.
std::string annotation_text(std::string_view text, bool is_property) {
  std::string result;
  for (const char each : text) {
    const bool is_special = each == '%' || each == '\n' || each == '\r' ||
                            (is_property && (each == ':' || each == ','));
    if (is_special) {
      result += fmt::format("%{:02X}", static_cast<unsigned>(each));
    } else {
      result += each;
    }
  }
  return result;
}

std::string below(const std::string& workspace, const std::string& path) {
  const bool is_below = !workspace.empty() && path.size() > workspace.size() &&
                        path.starts_with(workspace) &&
                        path[workspace.size()] == '/';
  return is_below ? path.substr(workspace.size() + 1) : path;
}

std::string place_text(const std::string& file, std::int64_t line,
                       const std::string& workspace) {
  return file.empty()
             ? ""
             : fmt::format("file={},line={},",
                           annotation_text(below(workspace, file), true), line);
}

}  // namespace

std::string annotations_text(const run_result& result,
                             const std::string& workspace) {
  std::string text;
  for (const test_result& test : result.tests) {
    const attempt& last = test.decisive();
    if (!is_bad(last.outcome) || test.never_started()) {
      continue;
    }
    const bool has_stacks =
        last.outcome == verdict::timeout || last.outcome == verdict::crash;
    const auto found = has_stacks ? stack_place_in(last.output) : std::nullopt;
    text +=
        fmt::format("::error {}title={}::{}\n",
                    found ? place_text(found->file, found->line, workspace)
                          : place_text(test.file, test.line, workspace),
                    annotation_text(test.name, true),
                    annotation_text(last.message.empty() ? to_text(last.outcome)
                                                         : last.message,
                                    false));
  }
  return text;
}

}  // namespace parallel_testing::tools
