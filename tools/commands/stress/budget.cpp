// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace parallel_testing::stress_command {
namespace {

/// `40 s`, `3 min`; not exact, as estimates are not.
std::string about(std::int64_t ns) {
  constexpr std::int64_t ns_per_s = 1'000'000'000;
  constexpr std::int64_t s_per_min = 60;
  const std::int64_t seconds = std::max<std::int64_t>(1, ns / ns_per_s);
  return seconds < 2 * s_per_min
             ? fmt::format("{} s", seconds)
             : fmt::format("{} min", (seconds + s_per_min / 2) / s_per_min);
}

std::string limit_text(const expected_times& given, std::int64_t all_ns) {
  if (given.limit_ns == 0) {
    return "; the search for causes has no time limit";
  }
  const std::string limit = about(given.limit_ns);
  return all_ns > given.limit_ns
             ? fmt::format(
                   "; it stops after {} and prints what it knows; a "
                   "longer --time-limit allows more runs",
                   limit)
             : fmt::format(
                   "; the search for causes ends after {} in all "
                   "(--time-limit)",
                   limit);
}

}  // namespace

std::int64_t expected_ns(const known_times& of, int workers, int processors) {
  const int at_once = std::max(1, std::min(workers, processors));
  return std::max(of.longest_ns, of.total_ns / at_once);
}

std::string estimate_text(const expected_times& given) {
  const std::string tests =
      fmt::format("{} test{}", given.of.tests, given.of.tests == 1 ? "" : "s");
  if (given.of.known == 0) {
    return tests + " whose times are not known yet" + limit_text(given, 0);
  }
  // Tests without a known time take as long as the others on average.
  known_times all = given.of;
  all.total_ns += all.total_ns / static_cast<std::int64_t>(all.known) *
                  static_cast<std::int64_t>(all.tests - all.known);
  std::int64_t sum_ns = 0;
  for (const int each : given.workers) {
    sum_ns += expected_ns(all, each, given.processors);
  }
  return fmt::format("{}; about {} one by one, {} for {} runs{}", tests,
                     about(all.total_ns), about(sum_ns), given.workers.size(),
                     limit_text(given, sum_ns));
}

bool has_time_for_run(std::int64_t elapsed_ns, std::int64_t limit_ns,
                      bool has_findings) {
  return limit_ns == 0 || elapsed_ns < (has_findings ? limit_ns / 2 : limit_ns);
}

std::vector<std::string> without_repetitions(
    const std::vector<std::string>& jobs, int automatic) {
  std::vector<std::string> result;
  std::set<std::string> seen;
  for (const std::string& each : jobs) {
    if (seen.insert(each == "auto" ? std::to_string(automatic) : each).second) {
      result.push_back(each);
    }
  }
  return result;
}

}  // namespace parallel_testing::stress_command
