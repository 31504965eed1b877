// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/reported_files.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <utility>

#include "commands/coverage/data/files.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

bool is_there(const std::string& path) {
  std::error_code problem;
  return std::filesystem::is_regular_file(path, problem);
}

/// `<built-in>` and `<stdin>` are not files.
bool is_file_name(const std::string& path) {
  return path.find('<') == std::string::npos;
}

void add(covered_file& into, const covered_file& other) {
  for (const auto& [number, line] : other) {
    coverage_command::add(into[number], line);
  }
}

}  // namespace

coverage_table reported_files::with_known_paths(coverage_table read) {
  coverage_table result;
  for (auto& each : read) {
    std::string path = sources_.find(each.first);
    if (!starts_with(path, "/") && is_file_name(path)) {
      // Both compilers write the same path for a file that does not exist.
      path = normal_path(measured_.reported.build + "/" + path);
    }
    const auto known = result.find(path);
    if (known == result.end()) {
      result.emplace(std::move(path), std::move(each.second));
    } else {
      add(known->second, each.second);
    }
  }
  return result;
}

const exclusions& reported_files::exclusions_of(const std::string& path) {
  const auto known = exclusions_.find(path);
  return known != exclusions_.end()
             ? known->second
             : exclusions_
                   .emplace(path,
                            parse_exclusions(read_file(path).value_or("")))
                   .first->second;
}

void reported_files::note_left_out(const coverage_table& all,
                                   reported_table& into) const {
  const selection& wanted = measured_.reported;
  std::set<std::string> compiled;
  for (const measured_target& target : measured_.targets) {
    compiled.insert(target.files.begin(), target.files.end());
  }
  for (const auto& [path, file] : all) {
    const bool is_wanted = is_file_name(path) && !file.empty() &&
                           !is_excluded(path, wanted) &&
                           select({{path, file}}, wanted).empty();
    if (!is_wanted) {
      continue;
    }
    if (!is_there(path)) {
      into.unknown.push_back(path);
    } else if (compiled.contains(path) &&
               starts_with(path, wanted.build + "/")) {
      into.generated.push_back(path);
    }
  }
}

reported_table reported_files::report(coverage_table read) {
  const std::lock_guard guard(mutex_);
  const coverage_table all = with_known_paths(std::move(read));
  reported_table result;
  result.table = select(all, measured_.reported);
  const auto place_of = [&](const std::string& path) {
    return starts_with(path, "/") ? path : measured_.reported.root + "/" + path;
  };
  for (auto file = result.table.begin(); file != result.table.end();) {
    const std::string path = place_of(file->first);
    if (!is_there(path)) {
      result.missing.push_back(file->first);
    }
    const exclusions& wanted = exclusions_of(path);
    const excluded_counts excluded = exclude(file->second, wanted);
    result.excluded.lines += excluded.lines;
    result.excluded.branches += excluded.branches;
    for (const exclusions::problem& each : wanted.problems) {
      result.problems.push_back(
          fmt::format("{}:{}: {}", file->first, each.line, each.what));
    }
    file = file->second.empty() ? result.table.erase(file) : std::next(file);
  }
  note_left_out(all, result);
  return result;
}

}  // namespace parallel_testing::coverage_command
