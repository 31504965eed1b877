// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/table.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

bool is_below(const std::string& path, const std::string& directory) {
  return starts_with(path, directory) &&
         (directory.ends_with('/') || path[directory.size()] == '/');
}

bool is_selected(const std::string& path, const selection& wanted) {
  const auto has_path = [&](const std::string& directory) {
    return is_below(path, directory);
  };
  const bool is_generated = is_below(path, wanted.build);
  const auto source = std::find_if(
      wanted.sources.begin(), wanted.sources.end(),
      [&](const std::string& each) {
        return has_path(each) && (!is_generated || each == wanted.build ||
                                  is_below(each, wanted.build));
      });
  return source != wanted.sources.end() && !is_excluded(path, wanted);
}

}  // namespace

void add(covered_line& into, const covered_line& other) {
  into.count += other.count;
  into.branches.resize(std::max(into.branches.size(), other.branches.size()));
  for (std::size_t at = 0; at < other.branches.size(); ++at) {
    into.branches[at] += other.branches[at];
  }
}

double ratio::percent() const {
  if (all == 0) {
    return 0;
  }
  constexpr std::size_t thousand = 1000;
  const std::size_t thousandths = covered * thousand / all;
  return static_cast<double>(thousandths) / 10;
}

totals totals_of(const covered_file& file) {
  totals result;
  for (const auto& [number, line] : file) {
    ++result.lines.all;
    result.lines.covered += line.count > 0 ? 1 : 0;
    result.branches.all += line.branches.size();
    result.branches.covered += static_cast<std::size_t>(
        std::count_if(line.branches.begin(), line.branches.end(),
                      [](std::uint64_t count) { return count > 0; }));
  }
  return result;
}

totals totals_of(const coverage_table& table) {
  totals result;
  for (const auto& [path, file] : table) {
    const totals of_file = totals_of(file);
    result.lines.all += of_file.lines.all;
    result.lines.covered += of_file.lines.covered;
    result.branches.all += of_file.branches.all;
    result.branches.covered += of_file.branches.covered;
  }
  return result;
}

std::string relative_to(const std::string& path, const std::string& root) {
  return is_below(path, root) ? path.substr(root.size() + 1) : path;
}

bool is_excluded(const std::string& path, const selection& wanted) {
  const std::string relative = relative_to(path, wanted.root);
  return std::any_of(wanted.exclude.begin(), wanted.exclude.end(),
                     [&](const std::string& glob) {
                       return matches_glob(
                           starts_with(glob, "/") ? path : relative, glob);
                     });
}

coverage_table select(coverage_table table, const selection& wanted) {
  coverage_table result;
  for (auto& each : table) {
    const std::string relative = relative_to(each.first, wanted.root);
    if (is_selected(each.first, wanted)) {
      result.emplace(relative, std::move(each.second));
    }
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
