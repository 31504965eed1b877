// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/comparison.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace parallel_testing::stress_command {
namespace {

/// The time of a test in one run, with all its cases.
struct span {
  numbered_test test;
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
};

numbered_test test_of(const tools::test_result& result) {
  return {result.number, result.unit.empty() ? result.name : result.unit};
}

std::map<std::int64_t, span> spans_of(const tools::run_result& run) {
  std::map<std::int64_t, span> spans;
  for (const tools::test_result& test : run.tests) {
    for (const tools::attempt& each : test.attempts) {
      if (each.outcome == tools::verdict::not_run || each.start_mono_ns == 0) {
        continue;
      }
      const std::int64_t end = each.start_mono_ns + each.duration_ns;
      const auto [place, is_new] = spans.try_emplace(
          test.number, span{test_of(test), each.start_mono_ns, end});
      place->second.begin_ns =
          std::min(place->second.begin_ns, each.start_mono_ns);
      place->second.end_ns = std::max(place->second.end_ns, end);
    }
  }
  return spans;
}

/// How the test ended in each run. It may be missing in a run that was stopped.
std::vector<std::optional<tools::verdict>> decisive_outcomes(
    const watched_case& test, const std::vector<compared_run>& runs) {
  std::vector<std::optional<tools::verdict>> result;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    if (test.outcomes[run] || runs[run].is_whole) {
      result.push_back(test.outcomes[run]);
    }
  }
  return result;
}

}  // namespace

bool watched_case::is_bad_in(std::size_t run) const {
  return outcomes[run] && tools::is_bad(*outcomes[run]);
}

std::size_t watched_case::bad() const {
  return static_cast<std::size_t>(std::count_if(
      outcomes.begin(), outcomes.end(),
      [](const auto& each) { return each && tools::is_bad(*each); }));
}

comparison compare(const std::vector<compared_run>& runs) {
  std::map<std::pair<std::int64_t, std::string>, watched_case> cases;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    for (const tools::test_result& test : runs[run].result.tests) {
      watched_case& seen = cases[{test.number, test.name}];
      if (seen.outcomes.empty()) {
        seen.test = test_of(test);
        seen.name = test.name;
        seen.outcomes.resize(runs.size());
      }
      seen.outcomes[run] = test.compared_outcome();
      if (test.counts_as_failure() && seen.bad() == 1) {
        seen.message = test.decisive().message;
        seen.output = test.decisive().output;
      }
    }
  }
  comparison result;
  for (auto& [key, seen] : cases) {
    const auto outcomes = decisive_outcomes(seen, runs);
    const bool is_steady =
        std::adjacent_find(outcomes.begin(), outcomes.end(),
                           std::not_equal_to<>()) == outcomes.end();
    if (!is_steady && seen.bad() < outcomes.size()) {
      result.unsteady.push_back(std::move(seen));
    } else if (seen.bad() > 0) {
      result.failing.push_back(std::move(seen));
    }
  }
  return result;
}

void keep_ended(tools::run_result& run, std::int64_t halted_ns) {
  std::erase_if(run.tests, [&](const tools::test_result& test) {
    const tools::attempt& last = test.decisive();
    const std::int64_t end_ns = last.end_mono_ns != 0
                                    ? last.end_mono_ns
                                    : last.start_mono_ns + last.duration_ns;
    return last.outcome == tools::verdict::not_run || test.never_started() ||
           end_ns > halted_ns;
  });
}

std::vector<std::string> bad_tests(const tools::run_result& run) {
  std::vector<std::string> names;
  for (const tools::test_result& each : run.tests) {
    if (each.counts_as_failure()) {
      names.push_back(each.name);
    }
  }
  return names;
}

std::vector<numbered_test> company_of(const watched_case& test,
                                      const std::vector<compared_run>& runs) {
  struct score {
    numbered_test test;
    int bad = 0;
    int good = 0;
  };
  std::map<std::int64_t, score> scores;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const auto spans = spans_of(runs[run].result);
    const auto own = spans.find(test.test.number);
    if (own == spans.end() || runs[run].result.workers == 1) {
      continue;
    }
    for (const auto& [number, other] : spans) {
      const bool overlaps = other.begin_ns < own->second.end_ns &&
                            own->second.begin_ns < other.end_ns;
      if (overlaps && number != test.test.number) {
        score& its = scores[number];
        its.test = other.test;
        ++(test.is_bad_in(run) ? its.bad : its.good);
      }
    }
  }
  std::vector<score> sorted;
  for (const auto& [number, each] : scores) {
    if (each.bad > 0) {
      sorted.push_back(each);
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const score& one, const score& other) {
                     return one.bad != other.bad ? one.bad > other.bad
                                                 : one.good < other.good;
                   });
  std::vector<numbered_test> result;
  for (score& each : sorted) {
    result.push_back(std::move(each.test));
  }
  return result;
}

std::vector<numbered_test> predecessors_of(const watched_case& test,
                                           const tools::run_result& run) {
  const auto spans = spans_of(run);
  const auto own = spans.find(test.test.number);
  std::vector<span> others;
  for (const auto& [number, other] : spans) {
    if (own != spans.end() && number != test.test.number) {
      others.push_back(other);
    }
  }
  const auto is_before = [&](const span& other) {
    return other.end_ns <= own->second.begin_ns;
  };
  std::sort(others.begin(), others.end(),
            [&](const span& one, const span& other) {
              return std::pair(is_before(one), one.end_ns) >
                     std::pair(is_before(other), other.end_ns);
            });
  std::vector<numbered_test> result;
  for (span& each : others) {
    result.push_back(std::move(each.test));
  }
  return result;
}

}  // namespace parallel_testing::stress_command
