// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "cli/command.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

using nlohmann::ordered_json;

constexpr double good_percent = 90;
constexpr double poor_percent = 75;

cli::paint colour_of(double percent) {
  return percent >= good_percent   ? cli::paint::green
         : percent >= poor_percent ? cli::paint::yellow
                                   : cli::paint::red;
}

std::string row(const std::string& name, std::size_t width, const totals& sum,
                branches with, const std::string& missing,
                const cli::terminal& screen) {
  std::string text =
      fmt::format("{:<{}} {:>7} {:>7}", name, width, sum.lines.all,
                  sum.lines.all - sum.lines.covered);
  if (with == branches::shown) {
    text += fmt::format(" {:>8} {:>7}", sum.branches.all,
                        sum.branches.all - sum.branches.covered);
  }
  const double percent = sum.lines.percent();
  const std::string cover = cli::painted(screen, colour_of(percent),
                                         fmt::format("{:>6.1f}%", percent));
  return fmt::format("{} {}{}{}\n", text, cover, missing.empty() ? "" : "  ",
                     missing);
}

ordered_json json_of(const totals& sum, branches with) {
  ordered_json result{{"lines", sum.lines.all},
                      {"covered", sum.lines.covered},
                      {"percent", sum.lines.percent()}};
  if (with == branches::shown) {
    result["branches"] = sum.branches.all;
    result["covered_branches"] = sum.branches.covered;
  }
  return result;
}

ordered_json lines_of(const std::string& path, const covered_file& file,
                      const reported_coverage& shown) {
  ordered_json lines = ordered_json::array();
  for (const auto& [number, line] : file) {
    ordered_json each{{"line", number}, {"count", line.count}};
    if (shown.with == branches::shown && !line.branches.empty()) {
      each["branches"] = line.branches;
    }
    if (const auto set = shown.contexts.set_of(path, number)) {
      each["contexts"] = *set;
    }
    lines.push_back(std::move(each));
  }
  return lines;
}

std::string excluded_text(const reported_coverage& shown) {
  if (shown.excluded.lines + shown.excluded.branches == 0) {
    return "";
  }
  return fmt::format("excluded by comments: {} lines{}\n", shown.excluded.lines,
                     shown.with == branches::shown
                         ? fmt::format(", {} branches", shown.excluded.branches)
                         : "");
}

bool is_in(const std::string& path, const std::string& directory) {
  return directory.empty() || path == directory ||
         starts_with(path, directory + "/");
}

}  // namespace

std::string missing_text(const covered_file& file) {
  std::string text;
  for (auto line = file.begin(); line != file.end();) {
    if (line->second.count > 0) {
      ++line;
      continue;
    }
    const std::uint32_t first = line->first;
    std::uint32_t last = first;
    for (; line != file.end() && line->second.count == 0; ++line) {
      last = line->first;
    }
    text += text.empty() ? "" : ", ";
    text += first == last ? std::to_string(first)
                          : fmt::format("{}-{}", first, last);
  }
  return text;
}

std::string term_text(const reported_coverage& shown,
                      const cli::terminal& screen) {
  constexpr std::size_t least_width = 20;
  std::size_t width = least_width;
  for (const auto& [path, file] : shown.table) {
    width = std::max(width, path.size());
  }
  std::string text =
      fmt::format("{:<{}} {:>7} {:>7}", "File", width, "Lines", "Missed");
  if (shown.with == branches::shown) {
    text += fmt::format(" {:>8} {:>7}", "Branches", "Missed");
  }
  text += fmt::format(" {:>7}  Missing\n", "Cover");
  for (const auto& [path, file] : shown.table) {
    text += row(path, width, totals_of(file), shown.with, missing_text(file),
                screen);
  }
  return text +
         row("Total", width, totals_of(shown.table), shown.with, "", screen) +
         excluded_text(shown);
}

std::string json_text(const reported_coverage& shown) {
  ordered_json files = ordered_json::array();
  for (const auto& [path, file] : shown.table) {
    files.push_back({{"file", path},
                     {"totals", json_of(totals_of(file), shown.with)},
                     {"lines", lines_of(path, file, shown)}});
  }
  ordered_json root{{"version", 1},
                    {"totals", json_of(totals_of(shown.table), shown.with)},
                    {"excluded",
                     {{"lines", shown.excluded.lines},
                      {"branches", shown.excluded.branches}}}};
  if (!shown.contexts.tests().empty()) {
    root["tests"] = shown.contexts.tests();
    ordered_json sets = ordered_json::array();
    for (std::size_t set = 0; set < shown.contexts.sets(); ++set) {
      sets.push_back(shown.contexts.tests_of(set));
    }
    root["contexts"] = std::move(sets);
  }
  root["files"] = std::move(files);
  return tools::json_text(root, 1);
}

std::vector<limit_result> check_limits(const coverage_table& table,
                                       const std::vector<limit>& limits) {
  std::vector<limit_result> results;
  for (const limit& each : limits) {
    coverage_table below;
    std::copy_if(
        table.begin(), table.end(), std::inserter(below, below.end()),
        [&](const auto& file) { return is_in(file.first, each.directory); });
    if (below.empty() && !each.directory.empty()) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("{}% of the lines below '{}' must be covered, but no "
                      "measured file is there; directories are relative to "
                      "the source directory of the project",
                      each.percent, each.directory));
    }
    const ratio found = totals_of(below).lines;
    constexpr double hundred = 100;
    const bool is_met =
        found.all > 0 && static_cast<double>(found.covered) * hundred >=
                             each.percent * static_cast<double>(found.all);
    results.push_back({each, found, is_met});
  }
  return results;
}

}  // namespace parallel_testing::coverage_command
