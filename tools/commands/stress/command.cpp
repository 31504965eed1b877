// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "cli/common_options.hpp"
#include "commands/commands.hpp"
#include "commands/run/runner.hpp"
#include "commands/run/settings.hpp"
#include "commands/stress/experiment.hpp"
#include "commands/stress/writers.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::stress_command {
namespace {

struct options {
  std::string build = ".";
  std::vector<std::string> jobs{"1", "2", "4", "auto"};
  int rounds = 2;       ///< with each of them; all but the first are shuffled
  int tries = 5;        ///< repetitions of what may be due to chance
  int investigate = 5;  ///< maximal number of tests
  std::uint64_t seed = 0;          ///< of the first shuffled round; 0: random
  std::vector<std::string> ctest;  ///< arguments for ctest
  cli::output_format format = cli::output_format::text;
};

constexpr int most = 10'000;

constexpr const char* footer =
    R"(Arguments after -- go to ctest.
Example: parallel-testing stress build -j 1,8 -- -L unit
Exit codes: 0 all tests always passed, 1 some did not, 2 wrong usage, 3 ctest or
the build directory is missing, 4 no tests, 130 or 143 interrupted.)";

std::string is_list_item(const std::string& text) {
  const bool is_number =
      !text.empty() && text.size() < 5 && text.front() != '0' &&
      text.find_first_not_of("0123456789") == std::string::npos;
  return is_number || text == "auto"
             ? ""
             : "must be auto or a number from 1 to 9999, not '" + text + "'";
}

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& into = result.values;
  cli::parser app(
      "stress",
      "Repeats the tests with different numbers of workers and in different\n"
      "orders, and finds out which tests disturb each other.");
  app.footer(footer);
  cli::add_build_directory(app, into.build);
  app.add("-j,--parallel", into.jobs,
          "numbers of tests at once, tried one after another\n"
          "(default: 1,2,4,auto)")
      .list(',')
      .check(is_list_item)
      .value_name("N,...");
  app.add("--rounds", into.rounds,
          "number of rounds with each of them; the first in the\n"
          "order of declaration, others shuffled (default: 2)")
      .between(1, most)
      .value_name("N");
  app.add("--shuffle", into.seed,
          "seed of the first shuffled round (default: random)")
      .between(1, 4'000'000'000)
      .value_name("SEED");
  app.add("--tries", into.tries,
          "repeat what may be due to chance N times (default: 5)")
      .between(1, most)
      .value_name("N");
  app.add("--investigate", into.investigate,
          "look for the cause of at most N failures (default: 5)")
      .between(0, most)
      .value_name("N");
  cli::add_format(app, into.format);
  result.exit_code = app.parse(given, into.ctest);
  return result;
}

using run_command::finished_run;

/// A run was interrupted; `stress` ends with its exit code.
struct interruption {
  int exit_code = 0;
};

class stresser {
 public:
  stresser(const cli::invocation& given, const options& wanted)
      : given_(given),
        wanted_(wanted),
        how_{wanted.build, tools::ctest_of(wanted.build), wanted.ctest},
        seed_(wanted.seed != 0 ? wanted.seed : run_command::random_seed()) {}

  int run() {
    for (int round = 0; round < wanted_.rounds; ++round) {
      for (const std::string& jobs : wanted_.jobs) {
        const int exit_code = observe(jobs, round == 0 ? 0 : next_seed());
        if (result_.runs.back().result.tests.empty()) {
          return exit_code;  // `run` has printed the reason
        }
      }
    }
    observations seen = compare(result_.runs);
    result_.failing = std::move(seen.failing);
    for (std::size_t at = 0; at < seen.unsteady.size(); ++at) {
      result_.unsteady.push_back(
          at < static_cast<std::size_t>(wanted_.investigate)
              ? look_into(seen.unsteady[at])
              : diagnosis{seen.unsteady[at], cause::not_investigated, {}});
    }
    given_.out << (wanted_.format == cli::output_format::json
                       ? json_of(result_)
                       : text_of(result_, given_.screen));
    return result_.failing.empty() && result_.unsteady.empty()
               ? cli::exit_fine
               : cli::exit_finding;
  }

 private:
  std::uint64_t next_seed() { return seed_++; }

  void report(const std::string& text) const {
    given_.err << "parallel-testing stress: " << text << std::endl;
  }

  [[nodiscard]] finished_run run_once(const run_command::quiet_run& how,
                                      const std::string& jobs,
                                      std::uint64_t seed) const {
    finished_run over = run_command::run_quietly(given_, how, jobs, seed);
    if (over.result.end == tools::run_end::interrupted) {
      throw interruption{over.exit_code};
    }
    return over;
  }

  /// Returns the exit code of the run.
  int observe(const std::string& jobs, std::uint64_t seed) {
    // `-j 0` means one worker in the order of declaration.
    const bool is_debug_order = jobs == "1" && seed == 0;
    finished_run over = run_once(how_, is_debug_order ? "0" : jobs, seed);
    for (const std::string& each : over.result.contradictions) {
      report("internal error: " + each);
    }
    result_.runs.push_back({jobs, seed, std::move(over.result)});
    if (!result_.runs.back().result.tests.empty()) {
      report(text_of(result_.runs.back()));
    }
    return over.exit_code;
  }

  /// Whether `watched` ended badly in a run of only these tests.
  [[nodiscard]] bool is_bad_among(const std::vector<numbered_test>& tests,
                                  const std::string& jobs, std::uint64_t seed,
                                  const watched_case& watched) const {
    run_command::quiet_run how = how_;
    std::string numbers = "0,0,1";
    for (const numbered_test& each : tests) {
      numbers += fmt::format(",{}", each.number);
    }
    how.arguments = tools::without_numbered_selection(how_.arguments);
    how.arguments.insert(how.arguments.end(), {"-I", numbers});
    const finished_run over = run_once(how, jobs, seed);
    return std::any_of(over.result.tests.begin(), over.result.tests.end(),
                       [&](const tools::test_result& each) {
                         return each.number == watched.test.number &&
                                each.name == watched.name &&
                                tools::is_bad(each.outcome());
                       });
  }

  [[nodiscard]] diagnosis look_into(const watched_case& test) {
    report(fmt::format("looking for the cause of the failure of '{}'...",
                       test.name));
    probe_runner runner;
    runner.tries = wanted_.tries;
    runner.run_together = [&](const std::vector<numbered_test>& together,
                              const watched_case& watched) {
      constexpr std::size_t most_at_once = 64;
      return is_bad_among(
          together, std::to_string(std::min(most_at_once, together.size())),
          next_seed(), watched);
    };
    runner.run_after = [&](const std::vector<numbered_test>& first,
                           const watched_case& watched) {
      if (!first.empty()) {
        static_cast<void>(is_bad_among(first, "1", 0, watched));
      }
      return is_bad_among({watched.test}, "1", 0, watched);
    };
    return investigate(test, result_.runs, runner);
  }

  const cli::invocation& given_;
  const options& wanted_;
  run_command::quiet_run how_;
  std::uint64_t seed_;
  stress_result result_;
};

}  // namespace

int run(const cli::invocation& given) {
  try {
    return parse_options(given).then(
        [&](const options& wanted) { return stresser(given, wanted).run(); });
  } catch (const interruption& stopped) {
    return stopped.exit_code;
  }
}

}  // namespace parallel_testing::stress_command
