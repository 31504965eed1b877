// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "cli/common_options.hpp"
#include "commands/commands.hpp"
#include "commands/coverage/measurement.hpp"
#include "commands/run/runner.hpp"
#include "commands/run/settings.hpp"
#include "commands/verify/check.hpp"
#include "commands/verify/configuration.hpp"
#include "commands/verify/coverage.hpp"
#include "commands/verify/forking.hpp"
#include "commands/verify/linked_hindrance.hpp"
#include "commands/verify/registration.hpp"
#include "commands/verify/runs.hpp"
#include "commands/verify/shared_state.hpp"
#include "commands/verify/versions.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "discovered/framework_listing.hpp"
#include "events/log_files.hpp"
#include "events/run_place.hpp"
#include "history/capacities_file.hpp"
#include "history/replay.hpp"

namespace parallel_testing::verify_command {
namespace {

enum class extent { everything, without_running };

struct options {
  std::string build = ".";
  extent what = extent::everything;
  std::string jobs;  ///< empty: automatic, but at least eight
  int rounds = 3;    ///< parallel rounds; the last of several is shuffled
  std::vector<std::string> ctest;  ///< arguments for ctest
  cli::output_format format = cli::output_format::text;
};

constexpr const char* footer =
    R"(Arguments after -- go to ctest.
Example: parallel-testing verify build --rounds 5 -- -L unit
Exit codes: 0 all checks passed, 1 a check failed, 2 wrong usage, 3 ctest or the
build directory is missing, 4 no tests.)";

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& into = result.values;
  bool is_quick = false;
  cli::parser app(
      "verify",
      "Checks that the tests of a build directory are registered correctly\n"
      "and end the same way in parallel as one by one.");
  app.footer(footer);
  cli::add_build_directory(app, into.build);
  app.add_flag("--quick", is_quick,
               "perform only the checks that run no tests");
  app.add("-j,--parallel", into.jobs,
          "number of tests at once in the parallel rounds\n"
          "(default: one for each processor, at least 8)")
      .value_name("N");
  app.add("--rounds", into.rounds,
          "number of parallel rounds; the last of several is\n"
          "shuffled (default: 3)")
      .between(1, 1000)
      .value_name("N");
  cli::add_format(app, into.format);
  result.exit_code = app.parse(given, into.ctest);
  into.what = is_quick ? extent::without_running : extent::everything;
  return result;
}

class verifier {
 public:
  verifier(const cli::invocation& given, const options& wanted)
      : given_(given), wanted_(wanted), ctest_(tools::ctest_of(wanted.build)) {}

  int run() {
    tests_ = tools::query_tests(wanted_.build, configuration_arguments());
    if (tests_.empty()) {
      given_.err
          << "parallel-testing verify: '" << wanted_.build
          << "' has no tests; build them, call enable_testing(), or choose "
             "one of several configurations: -- -C Debug\n";
      return cli::exit_no_tests;
    }
    targets_ =
        tools::read_discovery(wanted_.build, wanted_configuration()).targets;
    report(judge_versions(versions_of(ctest_, wanted_.build)));
    report(judge_registration(tests_, ask_all()));
    report(judge_configuration(seen_configuration()));
    report(
        judge_shared_state(shared_state_of(wanted_.build, {tests_, targets_})));
    const int no_result =
        wanted_.what == extent::everything ? check_runs() : check_last_run();
    if (wanted_.format == cli::output_format::json) {
      given_.out << json_of(checks_);
    } else {
      given_.out << totals_of(checks_);
    }
    if (no_result != 0) {
      return no_result;
    }
    return has_failed(checks_) ? cli::exit_finding : cli::exit_fine;
  }

 private:
  void report(check one) {
    if (wanted_.format == cli::output_format::text) {
      given_.out << text_of(one, given_.screen) << std::flush;
    }
    checks_.push_back(std::move(one));
  }

  /// The value of -C in the arguments for ctest, if any.
  [[nodiscard]] std::string wanted_configuration() const {
    const auto& words = wanted_.ctest;
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
      if (words[at] == "-C" || words[at] == "--build-config") {
        return words[at + 1];
      }
    }
    return "";
  }

  [[nodiscard]] std::vector<std::string> configuration_arguments() const {
    const std::string name = wanted_configuration();
    return name.empty() ? std::vector<std::string>{}
                        : std::vector<std::string>{"-C", name};
  }

  [[nodiscard]] std::vector<listed_target> ask_all() const {
    const std::string cmake =
        tools::cached_value(wanted_.build, "CMAKE_COMMAND");
    std::vector<listed_target> result;
    for (const tools::discovered_target& target : targets_) {
      listed_target each{target, {}, {}};
      if (!target.listing.needs_emulator) {
        each.listed = tools::ask_for_cases(target, cmake);
        auto single = single_cases(target);
        std::erase_if(single, [](const tools::discovered_case& one) {
          return one.count > 1;
        });
        if (!single.empty()) {
          const auto chosen =
              tools::ask_for_cases(target, cmake, single.front().selector);
          each.selects_one = chosen && chosen->size() == 1;
        }
      }
      result.push_back(std::move(each));
    }
    return result;
  }

  [[nodiscard]] configuration seen_configuration() const {
    configuration found = configuration_of(ctest_, wanted_.build);
    found.tests = tests_;
    for (const tools::discovered_target& target : targets_) {
      found.labels.insert(found.labels.end(), target.labels.begin(),
                          target.labels.end());
    }
    return found;
  }

  [[nodiscard]] std::optional<std::string> coverage_of(
      const run_command::finished_run& over) const {
    return coverage_command::coverage_of_run(
        wanted_.build, wanted_configuration(),
        std::filesystem::path(over.events).parent_path().string());
  }

  [[nodiscard]] check compare_coverage(
      const run_command::finished_run& parallel,
      const run_command::finished_run& serial) const {
    try {
      return judge_coverage(coverage_of(parallel), coverage_of(serial));
    } catch (const cli::failure& problem) {
      return skipped("coverage", problem.what());
    }
  }

  /// Returns the exit code of a run without a result, because it was
  /// interrupted or had no tests; otherwise 0.
  int run_in_parallel(const run_command::quiet_run& how) {
    const std::string jobs = jobs_of_parallel_run();
    for (int round = 1; round <= wanted_.rounds; ++round) {
      const bool is_shuffled = round > 1 && round == wanted_.rounds;
      given_.err << "parallel-testing verify: running the tests in parallel ("
                 << round << " of " << wanted_.rounds
                 << (is_shuffled ? ", shuffled" : "") << ")..." << std::endl;
      auto over = run_command::run_quietly(
          given_, how, jobs, is_shuffled ? run_command::random_seed() : 0);
      if (over.result.end == tools::run_end::interrupted ||
          over.result.tests.empty()) {
        return over.exit_code;
      }
      // Only the latest runs keep their directories, so the log is read now.
      tools::event_log read = tools::load_event_logs({over.events});
      log_.events.insert(log_.events.end(),
                         std::make_move_iterator(read.events.begin()),
                         std::make_move_iterator(read.events.end()));
      log_.problems.insert(log_.problems.end(), read.problems.begin(),
                           read.problems.end());
      parallel_.push_back(over.result);
      latest_ = std::move(over);
    }
    return 0;
  }

  /// With few workers, few tests run at the same time.
  [[nodiscard]] std::string jobs_of_parallel_run() const {
    constexpr int least = 8;
    return wanted_.jobs.empty()
               ? std::to_string(
                     run_command::automatic_jobs_here(wanted_.build, least))
               : wanted_.jobs;
  }

  int check_runs() {
    const run_command::quiet_run how{wanted_.build, ctest_, wanted_.ctest};
    if (const int no_result = run_in_parallel(how); no_result != 0) {
      return no_result;
    }
    report(judge_results("parallel_run", parallel_));
    report(judge_company(parallel_));
    report(wanted_.ctest.empty()
               ? judge_cases(parallel_.front(), targets_)
               : skipped("shared_processes",
                         "only some of the tests were selected"));
    report(judge_forking(log_.events, linked_hindrance));
    audit(std::move(log_));
    report(judge_leftovers(parallel_));
    given_.err << "parallel-testing verify: running the tests one by one..."
               << std::endl;
    const auto serial = run_command::run_quietly(given_, how, "0");
    if (serial.result.end == tools::run_end::interrupted) {
      return serial.exit_code;
    }
    report(judge_results("serial_run", {serial.result}));
    report(judge_counts(parallel_, serial.result));
    const check equal = judge_equal(parallel_, serial.result);
    report(equal);
    report(judge_speed_up(parallel_.front(), serial.result));
    report(equal.how == standing::pass
               ? compare_coverage(latest_, serial)
               : skipped("coverage",
                         "tests ended differently one by one and in parallel"));
    return 0;
  }

  int check_last_run() {
    const tools::run_place last = tools::find_run(wanted_.build);
    if (last.events.empty()) {
      report(skipped("isolation", "there is no event log of an earlier run"));
    } else {
      audit(tools::load_event_logs({last.events}));
    }
    return 0;
  }

  void audit(tools::event_log log) {
    tools::resource_specs specs = tools::load_resource_specs(log);
    // Another run may hold workers at the same time.
    const tools::replay_result replayed = tools::replay(
        std::move(log.events), {tools::other_runs::possible, std::move(specs)});
    report(judge_isolation(replayed, log.problems));
  }

  const cli::invocation& given_;
  const options& wanted_;
  std::string ctest_;
  std::vector<tools::listed_test> tests_;
  std::vector<tools::discovered_target> targets_;
  std::vector<check> checks_;
  rounds parallel_;
  tools::event_log log_;              ///< events of the parallel rounds
  run_command::finished_run latest_;  ///< the last parallel round
};

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return verifier(given, wanted).run(); });
}

}  // namespace parallel_testing::verify_command
