// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/runner.hpp"

#include <fmt/format.h>
#include <string.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <ostream>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"
#include "cluster/work_files.hpp"
#include "commands/run/cluster_run.hpp"
#include "commands/run/conclusion.hpp"
#include "commands/run/ctest_command.hpp"
#include "commands/run/retried_cases.hpp"
#include "commands/run/retry_budget.hpp"
#include "commands/run/settings.hpp"
#include "commands/run/watch/session.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_junit.hpp"
#include "lib/src/discovery/passed_cases.hpp"
#include "results/artifacts.hpp"
#include "results/build_run_result.hpp"
#include "results/writers/junit.hpp"
#include "trends/case_history.hpp"

namespace parallel_testing::run_command {
namespace {

/// Removes old runs of the same build tree in which no process logged itself.
/// Processes that log remove old runs themselves.
void retain_runs(const std::string& run_directory,
                 const std::vector<tools::event>& events) {
  const bool is_ours_to_keep =
      std::none_of(events.begin(), events.end(), [](const tools::event& each) {
        return each.body.is<tools::process_start>();
      });
  if (is_ours_to_keep) {
    keep_latest_runs(run_directory);
  }
}
/// Whether each ctest may run a test several times, which a preset may also
/// request.
bool may_repeat(const tools::sorted_arguments& sorted) {
  return sorted.has_preset ||
         std::any_of(sorted.ctests.begin(), sorted.ctests.end(),
                     [](const std::string& argument) {
                       return argument.starts_with("--repeat");
                     });
}

/// The argument after the last `option`, "" when there is none.
std::string value_after(const std::vector<std::string>& arguments,
                        std::string_view option) {
  std::string value;
  for (std::size_t at = 0; at + 1 < arguments.size(); ++at) {
    if (arguments[at] == option) {
      value = arguments[at + 1];
    }
  }
  return value;
}

silence_times silence_times_in(const tools::variables& environment,
                               std::ostream& err) {
  const std::string value = tools::value_of(environment, silence_variable);
  const std::optional<silence_times> times = read_silence_times(value);
  if (!times && !value.empty()) {
    err << "parallel-testing run: " << silence_variable << "='" << value
        << "' is ignored: it is not a number of seconds\n";
  }
  return times.value_or(silence_times{});
}

observer_options outputs_of(const run_settings& with, const options& wanted,
                            const tools::sorted_arguments& sorted) {
  observer_options result;
  result.limits = {static_cast<std::size_t>(wanted.max_output),
                   with.run_directory + "/output"};
  result.verbose =
      sorted.is_verbose ? verbose_lines::shown : verbose_lines::hidden;
  const bool may_repeat_outputs =
      sorted.has_preset ||
      !tools::value_of(with.environment, "CTEST_OUTPUT_ON_FAILURE").empty();
  result.late = may_repeat_outputs ? late_output::possible : late_output::no;
  return result;
}

class runner {
 public:
  /// `shown` is null for the display that the options request.
  runner(const cli::invocation& given, const options& wanted,
         const tools::sorted_arguments& sorted, display* shown = nullptr,
         work_source* source = nullptr)
      : given_(given),
        wanted_(wanted),
        sorted_(sorted),
        source_(source),
        with_(decide(wanted, sorted)),
        own_display_(shown == nullptr ? display_for(given, wanted, sorted)
                                      : nullptr),
        display_(shown == nullptr ? *own_display_ : *shown),
        budget_(wanted.retries),
        failed_before_(tools::read_file(tools::failed_tests_file(with_.build))
                           .value_or("")),
        session_(
            {with_.run_directory, with_.run_id, wanted.maxfail,
             [this](const watched_test& test) {
               return budget_.left(test, session_.watched().listed(test));
             },
             may_repeat(sorted), with_.jobs.number,
             tools::load_test_times(tools::build_tree_of(with_.build)),
             wanted.deadline_ns, value_after(with_.arguments, "--timeout"),
             outputs_of(with_, wanted, sorted),
             silence_times_in(with_.environment, given.err),
             wanted.broken == on_broken::stops ? tools::broken_after : 0,
             source == nullptr ? std::function<stop_request()>()
                               : [source] { return source->asks_to_stop(); }},
            display_) {}

  finished_run run() {
    if (own_display_ != nullptr) {
      for (const std::string& line : header_of(with_)) {
        display_.note(line);
      }
    }
    if (source_ != nullptr) {
      session_.log().add(source_->node());
    }
    session_.begin({with_.project, with_.build, with_.ctest, with_.jobs.number,
                    with_.seed == 0 ? "" : std::to_string(with_.seed),
                    tools::cached_value(tools::build_tree_of(with_.build),
                                        "CMAKE_HOME_DIRECTORY")},
                   wanted_.shard, listing());
    if (source_ != nullptr) {
      run_parts();
    }
    for (std::int64_t round = 1; source_ == nullptr && goes_on(round);
         ++round) {
      run_round(round);
    }
    return finish();
  }

 private:
  [[nodiscard]] test_listing listing() const {
    if (source_ != nullptr) {
      return {{}, listing_time::first, source_->listing()};
    }
    return {listing_of(with_, sorted_),
            sorted_.has_preset ? listing_time::first : listing_time::meanwhile};
  }

  [[nodiscard]] bool repeats_failed() const {
    return std::find(with_.selection.begin(), with_.selection.end(),
                     "--rerun-failed") != with_.selection.end();
  }

  [[nodiscard]] bool goes_on(std::int64_t round) const {
    if (round == 1) {
      return true;
    }
    const bool is_over = session_.interrupted_by() || stopped_ ||
                         session_.watched().tests().empty() ||
                         (wanted_.repeat.until_fail && has_bad());
    return !is_over &&
           (wanted_.repeat.rounds == 0 || round <= wanted_.repeat.rounds);
  }

  [[nodiscard]] bool has_bad() const {
    const auto& tests = session_.watched().tests();
    return std::any_of(tests.begin(), tests.end(), [](const auto& each) {
      return tools::is_bad(each.second.outcome);
    });
  }

  void run_round(std::int64_t round) {
    if (round > 1) {
      display_.note(fmt::format("round {}", round));
      budget_.begin_round(session_.watched());
      if (repeats_failed()) {
        cli::write_file(tools::failed_tests_file(with_.build), failed_before_);
      }
    }
    run_ctest(all_tests(with_, wanted_, round), round);
    retry(round);
  }

  void run_parts() {
    // Looks often at first, and less often the longer there is nothing to do.
    constexpr std::int64_t least_ms = 1;
    constexpr std::int64_t most_ms = 100;
    constexpr std::int64_t idle_ns_per_ms = 16'000'000;
    std::int64_t round = 1;
    std::int64_t busy_ns = tools::monotonic_ns();
    while (!stopped_ && !session_.interrupted_by()) {
      if (const auto part = source_->next()) {
        if (std::exchange(round, part->round) != part->round) {
          budget_.begin_round(session_.watched());
        }
        run_ctest(some_tests(with_, wanted_, sorted_, round, part->tests),
                  round);
        retry(round);
        if (was_killed()) {
          source_->give_up(fmt::format("its ctest was ended by SIG{}",
                                       ::sigabbrev_np(WTERMSIG(status_))));
          break;
        }
        if (!stopped_ && !session_.interrupted_by()) {
          source_->finish();
        }
        busy_ns = tools::monotonic_ns();
      } else if (source_->is_over()) {
        break;
      } else {
        const std::int64_t idle_ns = tools::monotonic_ns() - busy_ns;
        const bool goes_on = session_.rest(static_cast<int>(
            std::clamp(idle_ns / idle_ns_per_ms, least_ms, most_ms)));
        stopped_ = !goes_on && !session_.interrupted_by();
      }
    }
  }

  /// Whether something else than this program ended ctest, whose other tests
  /// then did not run.
  [[nodiscard]] bool was_killed() const {
    return WIFSIGNALED(status_) && !stopped_ && !session_.interrupted_by();
  }

  void retry(std::int64_t round) {
    while (!stopped_ && !session_.interrupted_by() && !was_killed()) {
      const std::vector<tools::numbered_test> again =
          budget_.tests_to_retry(session_.watched());
      if (again.empty()) {
        break;
      }
      has_retried_ = true;
      display_.note(fmt::format("retrying {} test{} that did not pass",
                                again.size(), again.size() == 1 ? "" : "s"));
      run_ctest(retrying(again, round), round);
    }
  }

  [[nodiscard]] tools::program_start retrying(
      const std::vector<tools::numbered_test>& tests,
      std::int64_t round) const {
    tools::program_start ctest =
        some_tests(with_, wanted_, sorted_, round, tests);
    const std::string passed =
        passed_cases_of(session_.watched(), tests, round);
    if (!passed.empty()) {
      const std::string path = with_.run_directory + "/passed_cases";
      cli::write_file(path, passed);
      (*ctest.environment)[passed_cases_variable] = path;
    }
    return ctest;
  }

  void run_ctest(const tools::program_start& ctest, std::int64_t round) {
    const ctest_end end = session_.run_ctest(ctest, round);
    status_ = end.status;
    stopped_ = stopped_ || end.stopped ||
               (stops_at_once(wanted_, sorted_) && has_bad());
    if (needs_outputs(wanted_)) {
      for (auto& [name, output] : tools::outputs_in_junit(
               tools::read_file(junit_of_ctest(with_)).value_or(""))) {
        if (source_ != nullptr) {
          source_->take_output(name, output);
        }
        outputs_[name] = std::move(output);
      }
      std::error_code ignored;
      std::filesystem::remove(junit_of_ctest(with_), ignored);
    }
  }

  finished_run finish() {
    observer& watched = session_.watched();
    watched.record(tools::run_finish{session_.interrupted_by()
                                         ? tools::run_end::interrupted
                                     : stopped_ ? tools::run_end::stopped
                                                : tools::run_end::complete});
    session_.log().flush();
    tools::run_result result =
        tools::build_run_result(watched.events(), selected_tests());
    add_outputs(result);
    tools::find_artifacts(result, tools::artifacts_directory_of(
                                      with_.run_directory + "/events.ndjson"));
    keep_failed_tests();
    remove_listing(with_);
    if (source_ == nullptr) {
      retain_runs(with_.run_directory, watched.events());
    }
    if (!session_.log().problem().empty()) {
      given_.err << "parallel-testing run: " << session_.log().problem()
                 << "\n";
    }
    if (const std::size_t bad = session_.bad_lines(); bad > 0) {
      given_.err << fmt::format(
          "parallel-testing run: {} line{} of the event log cannot be read; "
          "`parallel-testing audit {}` lists them\n",
          bad, bad == 1 ? "" : "s", with_.run_directory + "/events.ndjson");
    }
    for (const std::string& each : result.contradictions) {
      given_.err << "parallel-testing run: internal error: " << each
                 << "; do not rely on the counts, and report it with "
                 << with_.run_directory << "/events.ndjson\n";
    }
    const int exit_code = exit_code_of(result);
    return {std::move(result),
            with_.run_directory + "/events.ndjson",
            exit_code,
            session_.halted_ns(),
            session_.reached_deadline(),
            session_.stopped_ns()};
  }

  [[nodiscard]] int exit_code_of(const tools::run_result& result) const {
    if (const auto signal = session_.interrupted_by()) {
      return exit_after_signal + *signal;
    }
    return source_ == nullptr && session_.watched().tests().empty()
               ? exit_code_without_tests(given_, with_, session_.early_text(),
                                         status_)
               : exit_code_for(given_, wanted_, result, status_);
  }

  /// The listed tests; with --last-failed, only those that had failed.
  [[nodiscard]] std::vector<tools::listed_test> selected_tests() const {
    std::vector<tools::listed_test> tests = session_.watched().listing();
    if (repeats_failed()) {
      std::unordered_set<std::string> names;
      for (const tools::numbered_test& each :
           tools::parse_failed_tests(failed_before_)) {
        names.insert(each.second);
      }
      std::erase_if(tests, [&](const tools::listed_test& each) {
        return !names.contains(each.name);
      });
    }
    return tests;
  }

  void add_outputs(tools::run_result& result) const {
    for (tools::test_result& test : result.tests) {
      std::string& output = test.attempts.back().output;
      const auto found = outputs_.find(test.name);
      if (output.empty() && test.unit.empty() && found != outputs_.end()) {
        output = found->second;
      }
    }
  }

  /// Makes sure that --last-failed later means all failed tests, not only those
  /// of the last ctest.
  void keep_failed_tests() const {
    if (!has_retried_ && !stopped_ && !session_.interrupted_by()) {
      return;
    }
    std::vector<tools::numbered_test> failed;
    for (const auto& [number, test] : session_.watched().tests()) {
      if (tools::is_bad(test.outcome)) {
        failed.emplace_back(number, test.name);
      }
    }
    tools::write_failed_tests(with_.build, failed);
  }

  const cli::invocation& given_;
  const options& wanted_;
  const tools::sorted_arguments& sorted_;
  work_source* const source_;  ///< null: all tests at once
  run_settings with_;
  std::unique_ptr<display> own_display_;
  display& display_;
  retry_budget budget_;
  std::string failed_before_;
  session session_;
  std::unordered_map<std::string, std::string> outputs_;
  int status_ = 0;
  bool stopped_ = false;
  bool has_retried_ = false;
};

}  // namespace

std::unique_ptr<display> display_for(const cli::invocation& given,
                                     const options& wanted,
                                     const tools::sorted_arguments& sorted) {
  if (wanted.format == cli::output_format::json) {
    return make_reminding_display(given.err);
  }
  return make_display(
      given.out, given.screen,
      sorted.is_verbose ? text_of_ctest::shown : text_of_ctest::hidden);
}

void keep_latest_runs(const std::string& run_directory) {
  namespace fs = std::filesystem;
  constexpr std::size_t kept = 3;
  constexpr const char* mark = ".kept_by_the_tool";
  std::ofstream(fs::path(run_directory) / mark) << "";
  std::vector<std::pair<fs::file_time_type, fs::path>> runs;
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::directory_iterator(fs::path(run_directory).parent_path(), problem)) {
    const fs::file_time_type time =
        fs::last_write_time(each.path() / mark, problem);
    if (!problem) {
      runs.emplace_back(time, each.path());
    }
  }
  std::sort(runs.begin(), runs.end(), std::greater<>());
  for (std::size_t at = 0; at < runs.size(); ++at) {
    const fs::path& run = runs[at].second;
    fs::remove_all(at < kept ? run / cluster::spent_directory : run, problem);
  }
}

finished_run run_parts(const cli::invocation& given, const options& wanted,
                       const tools::sorted_arguments& sorted, display& shown,
                       work_source& source) {
  return runner(given, wanted, sorted, &shown, &source).run();
}

finished_run run_and_return(const cli::invocation& given, const options& wanted,
                            const tools::sorted_arguments& sorted) {
  return runner(given, wanted, sorted).run();
}

finished_run run_quietly(const cli::invocation& given, const quiet_run& how,
                         const std::string& jobs, std::uint64_t seed) {
  std::vector<std::string> arguments{"--test-dir", how.build};
  arguments.insert(arguments.end(), how.arguments.begin(), how.arguments.end());
  options wanted;
  wanted.jobs = jobs;
  wanted.ctest = how.ctest;
  wanted.shuffle = seed == 0 ? "" : std::to_string(seed);
  wanted.run_id =
      new_run_id();  // the one in the environment is for one run only
  wanted.format = cli::output_format::json;
  wanted.deadline_ns = how.deadline_ns;
  const tools::sorted_arguments sorted = tools::sort_arguments(arguments);
  return runner(given, wanted, sorted, how.shown).run();
}

namespace {

void note_history(const cli::invocation& given,
                  const tools::run_result& result) {
  if (result.tests.empty()) {
    return;
  }
  const std::string warning = tools::add_to_history(
      tools::history_file_of(tools::build_tree_of(result.build)), result);
  if (!warning.empty()) {
    given.err << "parallel-testing run: " << warning << "\n";
  }
}

}  // namespace

int run_tests(const cli::invocation& given, const options& wanted,
              const tools::sorted_arguments& sorted) {
  cli::prepare_output(wanted.junit);
  const auto conclude = [&](const finished_run& over) {
    print_result(given, wanted, over.result);
    note_history(given, over.result);
    if (!wanted.junit.empty()) {
      cli::write_file(wanted.junit,
                      tools::junit_text(over.result, wanted.schema,
                                        tools::checkout_directory()));
    }
  };
  if (wanted.cluster.on != run_place::here) {
    return run_on_cluster(given, wanted, sorted, conclude).exit_code;
  }
  const finished_run over = run_and_return(given, wanted, sorted);
  conclude(over);
  return over.exit_code;
}

}  // namespace parallel_testing::run_command
