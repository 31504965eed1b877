// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/error.hpp>

#include "base/fields.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "discovery/distribution.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view plan_header = "parallel_testing_plan 1";
constexpr std::size_t most_per_batch = 100000;

bool read_dist(const std::string& text, distribution& into) {
  const std::string_view names[] = {"load", "loadscope", "loadfile",
                                    "loadgroup"};
  for (int at = 0; at < 4; ++at) {
    if (text != names[at]) continue;
    into = static_cast<distribution>(at);
    return true;
  }
  return false;
}

bool read_batch(const std::string& text, std::size_t& into) {
  const auto number = whole_number(text, most_per_batch);
  if (!number || *number == 0) return false;
  into = *number;
  return true;
}

/// False when the line is not one of a plan.
bool read_entry(const std::vector<std::string>& fields,
                distribution_plan& plan) {
  const std::string& what = fields[0];
  if (what == "mark" && fields.size() == 4) {
    plan.marks.push_back({fields[1], parse_markers(fields[2]), fields[3]});
    return true;
  }
  if (fields.size() != 2) return false;
  if (what == "dist") return read_dist(fields[1], plan.dist);
  if (what == "batch") return read_batch(fields[1], plan.batch);
  if (what == "source") {
    plan.source_directory = fields[1];
    return true;
  }
  if (what == "build") {
    plan.build_directory = fields[1];
    return true;
  }
  if (what == "units") {
    plan.units_file = fields[1];
    return true;
  }
  if (what == "prefix") {
    plan.prefix = fields[1];
    return true;
  }
  if (what == "suffix") {
    plan.suffix = fields[1];
    return true;
  }
  return false;
}
}  // namespace

distribution_plan parse_distribution_plan(std::string_view text,
                                          const std::string& path) {
  distribution_plan plan;
  int number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    const bool is_good =
        number == 1 ? line == plan_header : read_entry(read_line(line), plan);
    if (is_good) continue;
    throw error(fmt::format(
        "{}:{}: not a line of a distribution plan of this version: '{}'; build "
        "with one version of ParallelTesting",
        path, number, line));
  }
  return plan;
}

}  // namespace parallel_testing
