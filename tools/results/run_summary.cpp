// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/run_summary.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "lib/src/markers/marker.hpp"

namespace parallel_testing::tools {
namespace {

void count(verdict_counts& into, const test_result& test) {
  if (test.is_excused()) {
    ++into.quarantined;
    return;
  }
  switch (test.outcome()) {
    case verdict::pass:
      ++into.passed;
      break;
    case verdict::fail:
      ++into.failed;
      break;
    case verdict::skip:
      ++into.skipped;
      break;
    case verdict::crash:
      ++into.crashed;
      break;
    case verdict::timeout:
      ++into.timed_out;
      break;
    case verdict::leak:
      ++into.leaked;
      break;
    case verdict::not_run:
      ++into.not_run;
      break;
  }
  into.flaky += test.is_flaky() ? 1 : 0;
  into.left_behind += test.has_left_processes() ? 1 : 0;
}

bool is_serial(const test_result& test) {
  const auto excludes_all = [](const std::string& text) {
    const parsed_marker marker = parse_marker(text);
    return marker.kind == marker_kind::no_parallel && marker.name.empty();
  };
  return std::any_of(test.markers.begin(), test.markers.end(), excludes_all) ||
         std::any_of(test.labels.begin(), test.labels.end(), excludes_all);
}

void add_chains(std::map<std::string, lock_chain>& into,
                const test_result& test) {
  std::set<std::string> counted;
  for (const attempt& each : test.attempts) {
    for (const lock_use& use : each.locks) {
      if (use.mode == hold_mode::exclusive && use.key != "run") {
        lock_chain& chain = into[use.key];
        chain.key = use.key;
        chain.total_ns += each.duration_ns;
        chain.tests += counted.insert(use.key).second ? 1 : 0;
      }
    }
  }
}

std::int64_t rounds_of(const run_result& result) {
  std::int64_t rounds = 1;
  for (const test_result& test : result.tests) {
    for (const attempt& each : test.attempts) {
      rounds = std::max(rounds, each.round);
    }
  }
  return rounds;
}

lock_chain longest_of(const std::map<std::string, lock_chain>& chains) {
  lock_chain result;
  for (const auto& [key, chain] : chains) {
    if (chain.tests > 1 && chain.total_ns > result.total_ns) {
      result = chain;
    }
  }
  return result;
}

}  // namespace

run_summary summarize(const run_result& result) {
  run_summary summary;
  std::map<std::string, lock_chain> chains;
  for (const test_result& test : result.tests) {
    count(summary.counts, test);
    add_chains(chains, test);
    summary.total_ns += test.total_ns();
    summary.waited_ns += test.waited_ns();
    summary.serial_ns += is_serial(test) ? test.total_ns() : 0;
    for (const attempt& each : test.attempts) {
      if (summary.longest == nullptr || each.duration_ns > summary.longest_ns) {
        summary.longest = &test;
        summary.longest_ns = each.duration_ns;
      }
      if (each.max_rss_kib > summary.peak_rss_kib) {
        summary.peak = &test;
        summary.peak_rss_kib = each.max_rss_kib;
      }
    }
  }
  summary.total_ns += result.around_cases_ns;
  summary.longest_chain = longest_of(chains);
  summary.wall_ns = result.wall_ns;
  summary.rounds = rounds_of(result);
  // The time of several rounds one by one would answer no question.
  if (summary.wall_ns > 0 && summary.rounds == 1) {
    summary.speed_up = static_cast<double>(summary.total_ns) /
                       static_cast<double>(summary.wall_ns);
  }
  if (result.workers > 0) {
    summary.efficiency = summary.speed_up / static_cast<double>(result.workers);
  }
  return summary;
}

std::vector<const test_result*> slowest(const run_result& result,
                                        std::size_t count) {
  std::vector<const test_result*> tests;
  for (const test_result& test : result.tests) {
    tests.push_back(&test);
  }
  std::stable_sort(tests.begin(), tests.end(),
                   [](const test_result* a, const test_result* b) {
                     return a->total_ns() > b->total_ns();
                   });
  tests.resize(std::min(tests.size(), count));
  return tests;
}

}  // namespace parallel_testing::tools
