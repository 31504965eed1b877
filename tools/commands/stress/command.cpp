// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/machine.hpp"
#include "base/programs.hpp"
#include "cli/output_file.hpp"
#include "commands/commands.hpp"
#include "commands/run/runner.hpp"
#include "commands/run/settings.hpp"
#include "commands/run/watch/signals.hpp"
#include "commands/run/watch/terminal_control.hpp"
#include "commands/stress/budget.hpp"
#include "commands/stress/experiment.hpp"
#include "commands/stress/options.hpp"
#include "commands/stress/suspects.hpp"
#include "commands/stress/writers.hpp"
#include "commands/suggest/prove.hpp"
#include "commands/suggest/watch/launcher.hpp"
#include "commands/suggest/watch/scratch_tree.hpp"
#include "ctest/arguments.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "events/event_writer.hpp"
#include "results/case_times.hpp"

namespace parallel_testing::stress_command {
namespace {

using run_command::finished_run;

constexpr int shells_signal_base = 128;
constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::size_t most_at_once = 64;

/// Ends the search; what is known by then is printed.
struct stop {
  stress_end how = stress_end::complete;
  int exit_code = 0;  ///< of an interruption
};

known_times times_of(const std::vector<tools::listed_test>& tests,
                     const tools::test_times& times) {
  known_times result;
  for (const tools::listed_test& each : tests) {
    const auto ms = times.milliseconds_of(each);
    ++result.tests;
    result.known += ms ? 1 : 0;
    result.total_ns += ms.value_or(0) * ns_per_ms;
    result.longest_ns = std::max(result.longest_ns, ms.value_or(0) * ns_per_ms);
  }
  return result;
}

/// Whether the remedy is a change that only people can make.
bool is_for_people(const tools::suggestion& given) {
  return given.kind == tools::remedy_kind::advice;
}

class stresser {
 public:
  stresser(const cli::invocation& given, const options& wanted)
      : given_(given),
        wanted_(wanted),
        how_{wanted.build, tools::ctest_of(wanted.build), wanted.ctest},
        seed_(wanted.seed != 0 ? wanted.seed : run_command::random_seed()),
        start_ns_(tools::monotonic_ns()),
        limit_ns_(wanted.time_limit_s * ns_per_s) {}

  int run() {
    announce();
    stop reason;
    try {
      if (const std::optional<int> exit_code = run_rounds()) {
        return *exit_code;
      }
      compare_runs();
      examine_failing();
      examine_resources();
      examine_one_by_one();
    } catch (const stop& early) {
      reason = early;
    }
    return finish(reason);
  }

 private:
  std::uint64_t next_seed() { return seed_++; }

  void report(const std::string& text) const {
    given_.err << "parallel-testing stress: " << text << std::endl;
  }

  void print(const std::string& text) const {
    if (wanted_.format == cli::output_format::text) {
      given_.out << text << std::flush;
    }
  }

  void announce() {
    tools::check_build_directory(wanted_.build);
    jobs_ = without_repetitions(wanted_.jobs, automatic());
    std::vector<std::string> arguments{"--test-dir", wanted_.build};
    arguments.insert(arguments.end(), how_.arguments.begin(),
                     how_.arguments.end());
    expected_times expected;
    expected.of = times_of(
        tools::list_tests(how_.ctest, arguments, tools::current_environment()),
        tools::load_test_times(wanted_.build));
    if (expected.of.tests == 0) {
      return;  // the first run prints the reason
    }
    for (int round = 0; round < wanted_.rounds; ++round) {
      for (const std::string& each : jobs_) {
        expected.workers.push_back(each == "auto" ? automatic()
                                                  : std::stoi(each));
      }
    }
    expected.processors = tools::available_processors("").number;
    expected.limit_ns = limit_ns_;
    report(estimate_text(expected));
    suggest_command::latest_sharing latest =
        suggest_command::read_latest_sharing(wanted_.build);
    known_ = std::move(latest.known);
    result_.known = known_ ? records::watched : records::none;
    if (!latest.problem.empty()) {
      report("the records of watched tests are ignored: " + latest.problem);
    } else if (!known_) {
      report("no test was watched here; `parallel-testing suggest " +
             wanted_.build +
             "` watches each test once and names what they "
             "share");
    }
  }

  [[nodiscard]] int automatic() const {
    return run_command::automatic_jobs_here(wanted_.build);
  }

  /// Ends the search if the time is up, or if a signal arrived between two
  /// runs.
  void check_time() const {
    const run_command::news seen = signals_.read();
    if (seen.end) {
      throw stop{stress_end::interrupted, shells_signal_base + *seen.end};
    }
    if (seen.asks_to_pause) {
      const std::int64_t begin_ns = tools::monotonic_ns();
      static_cast<void>(run_command::terminal_control::suspend(
          SIGTSTP, run_command::terminal_control::reach::process));
      stopped_ns_ += tools::monotonic_ns() - begin_ns;
    }
    if (limit_ns_ != 0 && running_ns() >= limit_ns_) {
      throw stop{stress_end::time_limit};
    }
  }

  /// How long the search has run; while the user had stopped it, it did not.
  [[nodiscard]] std::int64_t running_ns() const {
    return tools::monotonic_ns() - start_ns_ - stopped_ns_;
  }

  /// Runs the tests within the time limit.
  [[nodiscard]] finished_run run_in_time(run_command::quiet_run how,
                                         const std::string& jobs,
                                         std::uint64_t seed) const {
    check_time();
    how.deadline_ns = limit_ns_ == 0 ? 0 : start_ns_ + stopped_ns_ + limit_ns_;
    finished_run over = run_command::run_quietly(given_, how, jobs, seed);
    stopped_ns_ += over.stopped_ns;
    return over;
  }

  static stop stop_after(const finished_run& over) {
    return over.reached_deadline
               ? stop{stress_end::time_limit}
               : stop{stress_end::interrupted, over.exit_code};
  }

  [[nodiscard]] finished_run run_once(const run_command::quiet_run& how,
                                      const std::string& jobs,
                                      std::uint64_t seed) const {
    finished_run over = run_in_time(how, jobs, seed);
    if (over.halted_ns != 0) {
      throw stop_after(over);
    }
    return over;
  }

  /// Returns an exit code if there is nothing to compare.
  std::optional<int> run_rounds() {
    for (int round = 0; round < wanted_.rounds; ++round) {
      for (const std::string& each : jobs_) {
        const bool has_findings = !compare(result_.runs).unsteady.empty();
        if (!has_time_for_run(running_ns(), limit_ns_, has_findings)) {
          report("the remaining time is for the search for causes");
          return {};
        }
        const int exit_code = run_round(each, round == 0 ? 0 : next_seed());
        if (result_.runs.empty() || result_.runs.back().result.tests.empty()) {
          return exit_code;  // `run` has printed the reason
        }
      }
    }
    return {};
  }

  /// Returns the exit code of the run. A run that is stopped counts with the
  /// tests that had ended.
  int run_round(const std::string& jobs, std::uint64_t seed) {
    // `-j 0` means one worker in the order of declaration.
    const bool is_debug_order = jobs == "1" && seed == 0;
    finished_run over = run_in_time(how_, is_debug_order ? "0" : jobs, seed);
    for (const std::string& each : over.result.contradictions) {
      report("internal error: " + each);
    }
    const bool is_whole = over.halted_ns == 0;
    if (!is_whole) {
      keep_ended(over.result, over.halted_ns);
    }
    if (!over.result.tests.empty()) {
      result_.runs.push_back({jobs, seed, over.result, is_whole});
      report(text_of(result_.runs.back()) + (is_whole ? "" : ", stopped"));
    }
    if (!is_whole) {
      throw stop_after(over);
    }
    return over.exit_code;
  }

  void compare_runs() {
    comparison seen = compare(result_.runs);
    unsteady_ = std::move(seen.unsteady);
    failing_ = std::move(seen.failing);
    is_compared_ = true;
  }

  /// A test that failed in every run and passes alone is examined like an
  /// unsteady one.
  void examine_failing() {
    while (!failing_.empty()) {
      watched_case next = failing_.front();
      if (wanted_.investigate > 0 && passes_alone(next)) {
        report(fmt::format("'{}' failed in every run, but passes alone",
                           cli::one_line(next.name)));
        unsteady_.push_back(std::move(next));
      } else {
        add_failing(std::move(next));
      }
      failing_.erase(failing_.begin());
    }
  }

  void add_failing(watched_case test) {
    print(failing_text(test, given_.screen));
    result_.failing.push_back(std::move(test));
  }

  void add_finding(finding one) {
    print(text_of(one, result_.known, given_.screen));
    result_.findings.push_back(std::move(one));
  }

  void examine_resources() {
    if (!known_ || wanted_.investigate == 0) {
      return;
    }
    const std::vector<watched_case> all = unsteady_;
    for (const suspect& each : suspects_of(all, *known_)) {
      report(fmt::format("examining what {} test{} may share...",
                         each.tests.size(), each.tests.size() == 1 ? "" : "s"));
      if (auto found = prove(each, all, *known_, group_probe())) {
        for (const watched_case& test : found->tests) {
          std::erase_if(unsteady_, [&](const watched_case& one) {
            return one.test.number == test.test.number && one.name == test.name;
          });
        }
        add_finding(std::move(*found));
      }
    }
  }

  void examine_one_by_one() {
    for (int done = 0; done < wanted_.investigate && !unsteady_.empty();
         ++done) {
      const watched_case next = unsteady_.front();
      report(fmt::format("looking for the cause of the failure of '{}'...",
                         cli::one_line(next.name)));
      diagnoses_.push_back(investigate(next, result_.runs, single_probe()));
      unsteady_.erase(unsteady_.begin());
      report(text_of(diagnoses_.back()));
    }
  }

  int finish(const stop& reason) {
    result_.how = reason.how;
    if (!is_compared_) {
      compare_runs();
    }
    for (watched_case& each : failing_) {
      add_failing(std::move(each));
    }
    for (watched_case& each : unsteady_) {
      diagnoses_.push_back({std::move(each), cause::not_investigated, {}});
    }
    for (finding& each : group(std::move(diagnoses_))) {
      add_finding(std::move(each));
    }
    given_.out << (wanted_.format == cli::output_format::json
                       ? json_of(result_)
                       : end_text(result_))
               << std::flush;
    if (reason.how == stress_end::interrupted) {
      return reason.exit_code;
    }
    return result_.failing.empty() && result_.findings.empty()
               ? cli::exit_fine
               : cli::exit_finding;
  }

  /// A run of only these tests.
  [[nodiscard]] finished_run run_only(const run_command::quiet_run& base,
                                      const std::vector<numbered_test>& tests,
                                      const std::string& jobs,
                                      std::uint64_t seed) const {
    run_command::quiet_run how = base;
    std::string numbers = "0,0,1";
    for (const numbered_test& each : tests) {
      numbers += fmt::format(",{}", each.number);
    }
    const auto end =
        how.arguments.begin() +
        static_cast<std::ptrdiff_t>(tools::end_of_options(how.arguments));
    const std::vector<std::string> for_tests(end, how.arguments.end());
    how.arguments.erase(end, how.arguments.end());
    how.arguments = tools::without_numbered_selection(how.arguments);
    how.arguments.insert(how.arguments.end(), {"-I", numbers});
    how.arguments.insert(how.arguments.end(), for_tests.begin(),
                         for_tests.end());
    return run_once(how, jobs, seed);
  }

  /// Whether `watched` ended badly in a run of only these tests.
  [[nodiscard]] bool is_bad_among(const std::vector<numbered_test>& tests,
                                  const std::string& jobs, std::uint64_t seed,
                                  const watched_case& watched) const {
    const finished_run over = run_only(how_, tests, jobs, seed);
    return std::any_of(over.result.tests.begin(), over.result.tests.end(),
                       [&](const tools::test_result& each) {
                         return each.number == watched.test.number &&
                                each.name == watched.name &&
                                each.counts_as_failure();
                       });
  }

  [[nodiscard]] bool passes_alone(const watched_case& test) const {
    // The first run does not count: the test may find what others left.
    static_cast<void>(is_bad_among({test.test}, "1", 0, test));
    return !is_bad_among({test.test}, "1", 0, test);
  }

  [[nodiscard]] probe_runner single_probe() {
    probe_runner runner;
    runner.tries = wanted_.tries;
    runner.run_together = [&](const std::vector<numbered_test>& together,
                              const watched_case& watched) {
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
    return runner;
  }

  [[nodiscard]] std::map<std::string, std::int64_t> numbers() const {
    std::map<std::string, std::int64_t> result;
    for (const compared_run& run : result_.runs) {
      for (const tools::test_result& each : run.result.tests) {
        result[each.unit.empty() ? each.name : each.unit] = each.number;
      }
    }
    return result;
  }

  /// Runs these tests at once, with suggestions in a scratch tree, so that the
  /// build tree does not change.
  [[nodiscard]] finished_run run_with(
      const std::vector<numbered_test>& tests,
      const std::vector<tools::suggestion>& with) {
    const std::string jobs =
        std::to_string(std::min(most_at_once, tests.size()));
    if (with.empty()) {
      return run_only(how_, tests, jobs, next_seed());
    }
    const suggest_command::scratch_tree scratch(known_->of.build, how_.ctest);
    const std::string folder = scratch.file("trial");
    std::filesystem::create_directory(folder);
    tools::remedy_plan plan;
    plan.suggestions = with;
    const suggest_command::proof_tree files = suggest_command::proof_tree_of(
        known_->of, known_->found, plan,
        suggest_command::find_launcher(tools::build_tree_of(known_->of.build)),
        folder);
    cli::write_file(folder + "/suggestions.cmake", files.suggestions);
    scratch.set_script(files.script);
    run_command::quiet_run how = how_;
    how.build = scratch.path();
    return run_only(how, tests, jobs, next_seed());
  }

  [[nodiscard]] group_runner group_probe() {
    group_runner runner;
    runner.tries = wanted_.tries;
    runner.run_together = [&, numbers = numbers()](
                              const std::vector<std::string>& names,
                              const std::vector<tools::suggestion>& with)
        -> std::optional<std::vector<std::string>> {
      if (std::any_of(with.begin(), with.end(), is_for_people)) {
        return {};
      }
      std::vector<numbered_test> tests;
      for (const std::string& each : names) {
        if (const auto found = numbers.find(each); found != numbers.end()) {
          tests.push_back({found->second, each});
        }
      }
      return bad_tests(run_with(tests, with).result);
    };
    return runner;
  }

  const cli::invocation& given_;
  const options& wanted_;
  run_command::signals signals_;
  run_command::quiet_run how_;
  std::uint64_t seed_;
  std::int64_t start_ns_;
  mutable std::int64_t stopped_ns_ = 0;
  std::int64_t limit_ns_;
  std::vector<std::string> jobs_;
  std::optional<known_sharing> known_;
  std::vector<watched_case> unsteady_;  ///< not examined yet; also the next
  std::vector<watched_case> failing_;
  std::vector<diagnosis> diagnoses_;
  bool is_compared_ = false;
  stress_result result_;
};

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return stresser(given, wanted).run(); });
}

}  // namespace parallel_testing::stress_command
