// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "commands/run/quiet_run.hpp"
#include "commands/run/settings.hpp"
#include "commands/stress/experiment.hpp"
#include "commands/stress/options.hpp"
#include "commands/stress/writers.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::stress_command {
namespace {

using run_command::finished_run;

/// A run was interrupted: its exit code is ours.
struct interruption {
  int exit_code = 0;
};

class stresser {
 public:
  stresser(const cli::invocation& given, const options& wanted)
      : given_(given),
        wanted_(wanted),
        how_{wanted.build, io::ctest_of(wanted.build), wanted.ctest},
        seed_(wanted.seed != 0 ? wanted.seed : run_command::random_seed()) {}

  int run() {
    for (int round = 0; round < wanted_.rounds; ++round) {
      for (const std::string& jobs : wanted_.jobs) {
        const int exit_code = observe(jobs, round == 0 ? 0 : next_seed());
        if (result_.runs.back().result.tests.empty()) {
          return exit_code;  // `run` has said why
        }
      }
    }
    observations seen = compare(result_.runs);
    result_.failing = std::move(seen.failing);
    for (std::size_t at = 0; at < seen.unsteady.size(); ++at) {
      result_.unsteady.push_back(
          at < static_cast<std::size_t>(wanted_.investigate)
              ? look_into(seen.unsteady[at])
              : suspicion{seen.unsteady[at], cause::not_investigated, {}});
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

  void say(const std::string& text) const {
    given_.err << "parallel-testing stress: " << text << std::endl;
  }

  [[nodiscard]] finished_run run_once(const run_command::quiet_run& how,
                                      const std::string& jobs,
                                      std::uint64_t seed) const {
    finished_run over = run_command::run_quietly(given_, how, jobs, seed);
    if (over.result.end == io::run_end::interrupted) {
      throw interruption{over.exit_code};
    }
    return over;
  }

  /// The exit code of the run.
  int observe(const std::string& jobs, std::uint64_t seed) {
    // One worker in the order of declaration is what `-j 0` means.
    const bool is_debug_order = jobs == "1" && seed == 0;
    finished_run over = run_once(how_, is_debug_order ? "0" : jobs, seed);
    for (const std::string& each : over.result.contradictions) {
      say("internal error: " + each);
    }
    result_.runs.push_back({jobs, seed, std::move(over.result)});
    if (!result_.runs.back().result.tests.empty()) {
      say(text_of(result_.runs.back()));
    }
    return over.exit_code;
  }

  /// Whether `watched` ended badly among these tests.
  [[nodiscard]] bool is_bad_among(const std::vector<numbered_test>& tests,
                                  const std::string& jobs, std::uint64_t seed,
                                  const watched_case& watched) const {
    run_command::quiet_run how = how_;
    std::string numbers = "0,0,1";
    for (const numbered_test& each : tests) {
      numbers += fmt::format(",{}", each.number);
    }
    how.arguments = run_command::without_selection(how_.arguments);
    how.arguments.insert(how.arguments.end(), {"-I", numbers});
    const finished_run over = run_once(how, jobs, seed);
    return std::any_of(over.result.tests.begin(), over.result.tests.end(),
                       [&](const io::test_result& each) {
                         return each.number == watched.test.number &&
                                each.name == watched.name &&
                                io::is_bad(each.outcome());
                       });
  }

  [[nodiscard]] suspicion look_into(const watched_case& test) {
    say(fmt::format("looking for what makes '{}' fail...", test.name));
    laboratory lab;
    lab.tries = wanted_.tries;
    lab.run_together = [&](const std::vector<numbered_test>& together,
                           const watched_case& watched) {
      constexpr std::size_t most_at_once = 64;
      return is_bad_among(
          together, std::to_string(std::min(most_at_once, together.size())),
          next_seed(), watched);
    };
    lab.run_after = [&](const std::vector<numbered_test>& first,
                        const watched_case& watched) {
      if (!first.empty()) {
        static_cast<void>(is_bad_among(first, "1", 0, watched));
      }
      return is_bad_among({watched.test}, "1", 0, watched);
    };
    return investigate(test, result_.runs, lab);
  }

  const cli::invocation& given_;
  const options& wanted_;
  run_command::quiet_run how_;
  std::uint64_t seed_;
  stress_result result_;
};

}  // namespace

int run(const cli::invocation& given) {
  const parsed_options parsed = parse_options(given);
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  try {
    return stresser(given, parsed.values).run();
  } catch (const interruption& stopped) {
    return stopped.exit_code;
  }
}

}  // namespace parallel_testing::stress_command
