// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verify/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "audit/report.hpp"
#include "cli/summary_text.hpp"
#include "io/run_summary.hpp"

namespace parallel_testing::verify_command {
namespace {

constexpr std::size_t most_problems = 10;

using identity = std::pair<std::string, std::string>;  // unit, name

std::string full_name(const io::test_result& test) {
  return test.unit.empty() || test.unit == test.name
             ? test.name
             : test.unit + ": " + test.name;
}

/// The first problems, and how many there are beyond them.
std::vector<problem> shortened(std::vector<problem> problems) {
  if (problems.size() > most_problems) {
    const std::size_t more = problems.size() - most_problems;
    const std::string remedy = problems.back().remedy;
    problems.resize(most_problems);
    problems.push_back({fmt::format("and {} more", more), remedy});
  }
  return problems;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string remedy_for(const char* name) {
  return fmt::format(
      "look at the {} with `parallel-testing report`; "
      "`parallel-testing stress` tells which tests disturb "
      "each other",
      name);
}

std::string held_back_by(const io::run_summary& summary) {
  if (summary.longest_chain.tests > 1 &&
      summary.longest_chain.total_ns >= summary.longest_ns) {
    return fmt::format(
        "the {} tests that share the lock '{}' take {} one "
        "after the other",
        summary.longest_chain.tests, summary.longest_chain.key,
        cli::seconds_text(summary.longest_chain.total_ns));
  }
  if (summary.longest == nullptr) {
    return "nothing";
  }
  return fmt::format("the longest test, '{}', takes {}", summary.longest->name,
                     cli::seconds_text(summary.longest_ns));
}

}  // namespace

check judge_results(const char* name, const io::run_result& result) {
  std::vector<problem> problems;
  for (const io::test_result& test : result.tests) {
    if (io::is_bad(test.outcome())) {
      std::string text =
          fmt::format("{} {}", io::to_text(test.outcome()), full_name(test));
      if (const std::string why = first_line(test.decisive().message);
          !why.empty()) {
        text += ": " + why;
      }
      problems.push_back({std::move(text), remedy_for(name)});
    }
  }
  const io::run_summary summary = io::summarize(result);
  return judged(name,
                fmt::format("{} passed, {} skipped, {} did not pass, with {} "
                            "worker{} in {}",
                            summary.counts.passed, summary.counts.skipped,
                            summary.counts.bad(), result.workers,
                            result.workers == 1 ? "" : "s",
                            cli::seconds_text(result.wall_ns)),
                shortened(std::move(problems)));
}

check judge_cases(const io::run_result& result,
                  const std::vector<io::discovered_target>& targets) {
  std::set<identity> ran;  // executable, case
  for (const io::test_result& test : result.tests) {
    if (!test.unit.empty() && test.outcome() != io::verdict::not_run) {
      ran.emplace(test.executable, test.name);
    }
  }
  std::vector<problem> problems;
  std::size_t cases = 0;
  const auto judge_case = [&](const io::discovered_target& target,
                              const io::discovered_case& one) {
    ++cases;
    if (!ran.contains({target.executable, one.name_in_unit})) {
      problems.push_back(
          {fmt::format("{}: '{}' did not run", target.call, one.name_in_unit),
           "build the target again; if it stays away, run its unit with "
           "`ctest -V -R`"});
    }
  };
  for (const io::discovered_target& target : targets) {
    for (const io::discovered_unit& unit : target.units) {
      for (const io::discovered_case& one : unit.cases) {
        judge_case(target, one);
      }
    }
  }
  if (cases == 0) {
    return skipped("shared_processes", "no cases share a process");
  }
  return judged("shared_processes",
                fmt::format("{} cases that share processes with others, {} of "
                            "them ran",
                            cases, cases - problems.size()),
                shortened(std::move(problems)));
}

check judge_equal(const io::run_result& parallel,
                  const io::run_result& serial) {
  std::map<identity, io::verdict> expected;
  for (const io::test_result& test : serial.tests) {
    expected[{test.unit, test.name}] = test.outcome();
  }
  std::vector<problem> problems;
  const std::string remedy = remedy_for("runs");
  for (const io::test_result& test : parallel.tests) {
    const auto found = expected.find({test.unit, test.name});
    if (found == expected.end()) {
      problems.push_back(
          {full_name(test) + " is missing in the serial run", remedy});
      continue;
    }
    if (found->second != test.outcome()) {
      problems.push_back(
          {fmt::format("{}: {} in parallel, {} one by one", full_name(test),
                       io::to_text(test.outcome()), io::to_text(found->second)),
           remedy});
    }
    expected.erase(found);
  }
  for (const auto& [test, outcome] : expected) {
    problems.push_back(
        {test.second + " is missing in the parallel run", remedy});
  }
  const std::size_t different = problems.size();
  return judged("same_results",
                different == 0
                    ? fmt::format("{} tests end the same way in parallel and "
                                  "one by one",
                                  serial.tests.size())
                    : fmt::format("{} of {} tests end differently", different,
                                  serial.tests.size()),
                shortened(std::move(problems)));
}

check judge_speed_up(const io::run_result& parallel,
                     const io::run_result& serial) {
  constexpr std::int64_t least_ns = 1'000'000'000;
  constexpr double noise = 1.1;
  const double ratio = parallel.wall_ns == 0
                           ? 0.0
                           : static_cast<double>(serial.wall_ns) /
                                 static_cast<double>(parallel.wall_ns);
  std::string summary = fmt::format(
      "{:.2f} x: {} one by one, {} with {} worker{}", ratio,
      cli::seconds_text(serial.wall_ns), cli::seconds_text(parallel.wall_ns),
      parallel.workers, parallel.workers == 1 ? "" : "s");
  std::vector<problem> problems;
  if (parallel.workers < 2) {
    return skipped("speed_up", summary + "; there is only one worker");
  }
  if (serial.wall_ns < least_ns) {
    return skipped("speed_up", summary + "; too short to tell");
  }
  summary += "; held back by: " + held_back_by(io::summarize(parallel));
  if (ratio * noise < 1) {
    problems.push_back(
        {"the tests take longer in parallel than one by one",
         "give tests that use several cores the marker threads:n, and look at "
         "the waits with `parallel-testing report --html`"});
  }
  return judged("speed_up", std::move(summary), std::move(problems));
}

check judge_isolation(const io::replay_result& replayed,
                      const std::vector<io::diagnostic>& unreadable) {
  const audit_command::summary summary =
      audit_command::summarize(replayed.history);
  std::vector<problem> problems;
  for (const io::diagnostic& each : unreadable) {
    problems.push_back(
        {io::to_text(each), "run the tests again, for a log that is whole"});
  }
  for (const io::finding& found : replayed.findings) {
    problems.push_back({io::to_text(found, summary.origin_ns),
                        "`parallel-testing audit` on the event log tells all; "
                        "report it as a bug if no test touched the state "
                        "directory"});
  }
  if (problems.empty() && summary.processes == 0) {
    return skipped("isolation",
                   "no test wrote into the event log; those of "
                   "parallel_discover_tests() and parallel_add_test() do");
  }
  return judged("isolation",
                fmt::format("{} processes, at most {} cases at once: worker "
                            "ids, locks, ports, directories and capacities",
                            summary.processes, summary.max_concurrent_cases),
                shortened(std::move(problems)));
}

check judge_leftovers(const io::run_result& result) {
  std::vector<problem> problems;
  for (const io::test_result& test : result.tests) {
    if (!test.left_behind.empty()) {
      problems.push_back(
          {fmt::format("{} left {} behind", full_name(test),
                       fmt::join(test.left_behind, ", ")),
           "end and wait for what the test starts, or mark the test "
           "`supervised`, so that the launcher does"});
    }
  }
  return judged("leftovers",
                fmt::format("{} tests left processes behind", problems.size()),
                shortened(std::move(problems)));
}

}  // namespace parallel_testing::verify_command
