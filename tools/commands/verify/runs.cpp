// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "commands/audit/report.hpp"
#include "results/run_summary.hpp"
#include "results/summary_text.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::verify_command {
namespace {

constexpr std::size_t most_problems = 10;

using identity = std::pair<std::string, std::string>;  ///< unit, name

std::string full_name(const tools::test_result& test) {
  return test.unit.empty() || test.unit == test.name
             ? test.name
             : test.unit + ": " + test.name;
}

/// The first problems, and the number of the others.
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
      "see the {} with `parallel-testing report`; `parallel-testing stress` "
      "finds the tests that disturb each other",
      name);
}

std::string held_back_by(const tools::run_summary& summary) {
  if (summary.longest_chain.tests > 1 &&
      summary.longest_chain.total_ns >= summary.longest_ns) {
    return fmt::format(
        "the {} tests that share the lock '{}' take {} one after another",
        summary.longest_chain.tests, summary.longest_chain.key,
        tools::seconds_text(summary.longest_chain.total_ns));
  }
  if (summary.longest == nullptr) {
    return "nothing";
  }
  return fmt::format("the longest test, '{}', takes {}", summary.longest->name,
                     tools::seconds_text(summary.longest_ns));
}

/// A test that ended badly in some rounds, as in the first of them.
struct bad_test {
  const tools::test_result* first = nullptr;
  std::size_t rounds = 0;
};

std::string bad_text(const bad_test& of, std::size_t rounds) {
  const tools::test_result& test = *of.first;
  std::string text =
      fmt::format("{} {}", tools::to_text(test.outcome()), full_name(test));
  if (rounds > 1) {
    text += fmt::format(" in {} of {} rounds", of.rounds, rounds);
  }
  const std::string why = first_line(test.decisive().message);
  return why.empty() ? text : text + ": " + why;
}

/// `3 rounds, the last one in the order of the seed 17, `; empty for one round.
std::string rounds_text(const rounds& of) {
  if (of.size() < 2) {
    return "";
  }
  const std::string& seed = of.back().seed;
  return fmt::format(
      "{} rounds, {}", of.size(),
      seed.empty() ? ""
                   : "the last one in the order of the seed " + seed + ", ");
}

std::string percent(double chance) {
  const double number = 100 * chance;
  return number > 99.9 && chance < 1 ? "99.9 %"
         : number < 10               ? fmt::format("{:.1f} %", number)
                                     : fmt::format("{:.0f} %", number);
}

/// Adds the pairs of tests that ran at the same time.
void add_company(const tools::run_result& round,
                 std::unordered_map<std::string, std::size_t>& numbers,
                 std::set<std::pair<std::size_t, std::size_t>>& pairs) {
  struct stretch {
    std::int64_t begin_ns = 0;
    std::int64_t end_ns = 0;
    std::size_t test = 0;
  };
  std::vector<stretch> stretches;
  for (const tools::test_result& test : round.tests) {
    // Cases that share a process run one after another.
    const std::string name =
        test.unit + '\n' + test.name + '\n' + std::to_string(test.number);
    const std::size_t number =
        numbers.try_emplace(name, numbers.size()).first->second;
    for (const tools::attempt& each : test.attempts) {
      if (each.outcome != tools::verdict::not_run && each.duration_ns > 0) {
        stretches.push_back({each.start_mono_ns,
                             each.start_mono_ns + each.duration_ns, number});
      }
    }
  }
  std::sort(stretches.begin(), stretches.end(),
            [](const stretch& a, const stretch& b) {
              return a.begin_ns < b.begin_ns;
            });
  std::vector<stretch> running;
  for (const stretch& next : stretches) {
    std::erase_if(running, [&](const stretch& each) {
      return each.end_ns <= next.begin_ns;
    });
    for (const stretch& each : running) {
      if (each.test != next.test) {
        pairs.insert(std::minmax(each.test, next.test));
      }
    }
    running.push_back(next);
  }
}

/// The tests that ended differently from the serial run.
std::vector<std::string> differences(const rounds& parallel,
                                     const tools::run_result& serial) {
  std::map<identity, const tools::test_result*> expected;
  for (const tools::test_result& test : serial.tests) {
    expected[{test.unit, test.name}] = &test;
  }
  std::vector<std::string> order;
  std::map<std::string, std::size_t> counts;
  const auto add = [&](std::string text) {
    if (++counts[text] == 1) {
      order.push_back(std::move(text));
    }
  };
  for (const tools::run_result& round : parallel) {
    std::set<identity> seen;
    for (const tools::test_result& test : round.tests) {
      seen.emplace(test.unit, test.name);
      const auto found = expected.find({test.unit, test.name});
      if (found == expected.end()) {
        add(full_name(test) + " is missing in the serial run");
      } else if (found->second->outcome() != test.outcome()) {
        add(fmt::format("{}: {} in parallel, {} one by one", full_name(test),
                        tools::to_text(test.outcome()),
                        tools::to_text(found->second->outcome())));
      }
    }
    for (const auto& [name, test] : expected) {
      if (!seen.contains(name)) {
        add(full_name(*test) + " is missing in the parallel run");
      }
    }
  }
  if (parallel.size() > 1) {
    for (std::string& text : order) {
      text +=
          fmt::format(" (in {} of {} rounds)", counts[text], parallel.size());
    }
  }
  return order;
}

}  // namespace

check judge_results(const char* name, const rounds& of) {
  std::map<identity, bad_test> bad;
  std::int64_t wall_ns = 0;
  for (const tools::run_result& round : of) {
    wall_ns += round.wall_ns;
    for (const tools::test_result& test : round.tests) {
      if (test.counts_as_failure()) {
        const auto [found, is_new] =
            bad.try_emplace({test.unit, test.name}, bad_test{&test, 0});
        ++found->second.rounds;
      }
    }
  }
  std::vector<problem> problems;
  for (const tools::run_result& round : of) {
    for (const tools::test_result& test : round.tests) {
      const auto found = bad.find({test.unit, test.name});
      if (found != bad.end() && found->second.first == &test) {
        problems.push_back(
            {bad_text(found->second, of.size()), remedy_for(name)});
      }
    }
  }
  const tools::run_summary first = tools::summarize(of.front());
  std::size_t passed = 0;
  for (const tools::test_result& test : of.front().tests) {
    passed += test.outcome() == tools::verdict::pass &&
                      !bad.contains({test.unit, test.name})
                  ? 1
                  : 0;
  }
  const std::int64_t workers = of.front().workers;
  const std::size_t count = problems.size();
  return judged(name,
                fmt::format("{} passed, {} skipped, {} did not pass, with {} "
                            "worker{} in {}{}",
                            passed, first.counts.skipped, count, workers,
                            workers == 1 ? "" : "s", rounds_text(of),
                            tools::seconds_text(wall_ns)),
                shortened(std::move(problems)));
}

check judge_counts(const rounds& parallel, const tools::run_result& serial) {
  std::set<std::string> texts(serial.contradictions.begin(),
                              serial.contradictions.end());
  for (const tools::run_result& each : parallel) {
    texts.insert(each.contradictions.begin(), each.contradictions.end());
  }
  std::vector<problem> problems;
  for (const std::string& each : texts) {
    problems.push_back(
        {"internal error: " + each,
         "do not rely on the counts, and report it with the event log"});
  }
  return judged(
      "results",
      fmt::format("{} result{} of one run, each of a test that ctest lists",
                  serial.tests.size(), serial.tests.size() == 1 ? "" : "s"),
      shortened(std::move(problems)));
}

check judge_company(const rounds& parallel) {
  std::unordered_map<std::string, std::size_t> numbers;
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (const tools::run_result& round : parallel) {
    add_company(round, numbers, pairs);
  }
  if (pairs.empty()) {
    return skipped("side_by_side",
                   "no two tests ran at the same time, so there is no evidence "
                   "of whether they disturb each other");
  }
  const auto tests = static_cast<double>(numbers.size());
  const double all = tests * (tests - 1) / 2;
  const double chance = std::min(1.0, static_cast<double>(pairs.size()) / all);
  constexpr double pairs_of_five = 10;
  return judged(
      "side_by_side",
      fmt::format("{} of {:.0f} pairs of tests ran at the same time; this "
                  "reveals two tests that disturb each other with a "
                  "probability of {}, or two of five such tests with {}; "
                  "increase it with --rounds N and -j N",
                  pairs.size(), all, percent(chance),
                  percent(1 - std::pow(1 - chance, pairs_of_five))),
      {});
}

check judge_cases(const tools::run_result& result,
                  const std::vector<tools::discovered_target>& targets) {
  std::set<identity> ran;  // executables and cases
  for (const tools::test_result& test : result.tests) {
    if (!test.unit.empty() && test.outcome() != tools::verdict::not_run) {
      ran.emplace(test.executable, test.name);
    }
  }
  std::vector<problem> problems;
  std::size_t cases = 0;
  const auto judge_case = [&](const tools::discovered_target& target,
                              const tools::discovered_case& one) {
    ++cases;
    if (!ran.contains({target.executable, one.name_in_unit})) {
      problems.push_back(
          {fmt::format("{}: '{}' did not run", target.call, one.name_in_unit),
           "build the target again; if it still does not run, run its unit "
           "with `ctest -V -R`"});
    }
  };
  for (const tools::discovered_target& target : targets) {
    for (const tools::discovered_unit& unit : target.units) {
      for (const tools::discovered_case& one : unit.cases) {
        judge_case(target, one);
      }
    }
  }
  if (cases == 0) {
    return skipped("shared_processes", "no cases share a process");
  }
  const std::size_t ran_count = cases - problems.size();
  return judged("shared_processes",
                fmt::format("{} cases share processes with others, and {} of "
                            "them ran",
                            cases, ran_count),
                shortened(std::move(problems)));
}

check judge_equal(const rounds& parallel, const tools::run_result& serial) {
  const std::vector<std::string> texts = differences(parallel, serial);
  std::vector<problem> problems;
  for (const std::string& text : texts) {
    problems.push_back({text, remedy_for("runs")});
  }
  const std::string where =
      parallel.size() == 1
          ? "in parallel"
          : fmt::format("in {} parallel rounds", parallel.size());
  return judged("same_results",
                texts.empty()
                    ? fmt::format("{} tests end the same way {} and one by one",
                                  serial.tests.size(), where)
                    : fmt::format("{} of {} tests end differently",
                                  texts.size(), serial.tests.size()),
                shortened(std::move(problems)));
}

check judge_speed_up(const tools::run_result& parallel,
                     const tools::run_result& serial) {
  constexpr std::int64_t least_ns = 1'000'000'000;
  constexpr double noise = 1.1;
  if (const std::size_t count = differences({parallel}, serial).size();
      count > 0) {
    return skipped("speed_up",
                   fmt::format("{} test{} ended differently one by one and in "
                               "parallel, and times of different work cannot "
                               "be compared",
                               count, count == 1 ? "" : "s"));
  }
  const double ratio = parallel.wall_ns == 0
                           ? 0.0
                           : static_cast<double>(serial.wall_ns) /
                                 static_cast<double>(parallel.wall_ns);
  std::string summary =
      fmt::format("{:.2f} x: {} one by one, {} with {} worker{}", ratio,
                  tools::seconds_text(serial.wall_ns),
                  tools::seconds_text(parallel.wall_ns), parallel.workers,
                  parallel.workers == 1 ? "" : "s");
  std::vector<problem> problems;
  if (parallel.workers < 2) {
    return skipped("speed_up", summary + "; there is only one worker");
  }
  if (serial.wall_ns < least_ns) {
    return skipped("speed_up",
                   summary + "; the run was too short for a judgement");
  }
  summary += "; held back by: " + held_back_by(tools::summarize(parallel));
  if (ratio * noise < 1) {
    problems.push_back(
        {"the tests take longer in parallel than one by one",
         "mark tests that use several cores threads:n, and look at the waits "
         "with `parallel-testing report --html`"});
  }
  return judged("speed_up", std::move(summary), std::move(problems));
}

check judge_isolation(const tools::replay_result& replayed,
                      const std::vector<tools::diagnostic>& unreadable) {
  const audit_command::summary summary =
      audit_command::summarize(replayed.history);
  std::vector<problem> problems;
  for (const tools::diagnostic& each : unreadable) {
    problems.push_back(
        {tools::to_text(each), "run the tests again, to get a complete log"});
  }
  for (const tools::finding& found : replayed.findings) {
    problems.push_back(
        {tools::to_text(found, summary.origin_ns),
         "`parallel-testing audit` on the event log lists all findings; report "
         "this as a bug if no test touched the state directory"});
  }
  if (problems.empty() && summary.processes == 0) {
    return skipped("isolation",
                   "no test wrote to the event log; tests of "
                   "parallel_discover_tests() and parallel_add_test() do");
  }
  const char* const verdict = problems.empty() ? "none was" : "some were";
  return judged(
      "isolation",
      fmt::format(
          "{} processes, at most {} cases at once; of the worker ids, "
          "locks, ports, directories, cores and capacities that were handed "
          "out, {} held twice",
          summary.processes, summary.max_concurrent_cases, verdict),
      shortened(std::move(problems)));
}

check judge_leftovers(const rounds& of) {
  std::set<identity> known;
  std::vector<problem> problems;
  for (const tools::run_result& round : of) {
    for (const tools::test_result& test : round.tests) {
      if (!test.left_behind.empty() &&
          known.insert({test.unit, test.name}).second) {
        problems.push_back({fmt::format("{} left {} behind", full_name(test),
                                        fmt::join(test.left_behind, ", ")),
                            tools::leftover_remedy(test)});
      }
    }
  }
  const std::size_t count = problems.size();
  return judged("leftovers",
                fmt::format("{} test{} left processes behind", count,
                            count == 1 ? "" : "s"),
                shortened(std::move(problems)));
}

}  // namespace parallel_testing::verify_command
