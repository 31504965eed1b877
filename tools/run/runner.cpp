// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "run/runner.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <ostream>
#include <utility>

#include "cli/summary_text.hpp"
#include "io/ctest_junit.hpp"
#include "io/json_writer.hpp"
#include "io/junit_writer.hpp"
#include "io/nearest.hpp"
#include "run/failed_tests.hpp"
#include "run/place.hpp"
#include "run/program.hpp"
#include "run/retention.hpp"
#include "run/session.hpp"
#include "run/settings.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

constexpr int ctest_found_failures = 8;

/// The n of a label `flaky:n`, 0 without one.
int flaky_retries(const io::listed_test* test) {
  constexpr std::string_view prefix = "flaky:";
  int most = 0;
  if (test == nullptr) {
    return most;
  }
  for (const std::string& label : test->items("LABELS")) {
    int number = 0;
    if (label.starts_with(prefix)) {
      std::from_chars(label.data() + prefix.size(), label.data() + label.size(),
                      number);
    }
    most = std::max(most, number);
  }
  return most;
}

class runner {
 public:
  runner(const cli::invocation& given, const options& wanted,
         const sorted_arguments& sorted)
      : given_(given),
        wanted_(wanted),
        sorted_(sorted),
        with_(decide(wanted, sorted)) {}

  int run() {
    if (wanted_.format == cli::output_format::json) {
      display_ = make_silent_display();
    } else {
      display_ = make_display(
          given_.out, given_.screen,
          sorted_.is_verbose ? text_of_ctest::shown : text_of_ctest::hidden);
    }
    for (const std::string& line : header_of(with_)) {
      display_->note(line);
    }
    const bool repeats_failed = has_argument("--rerun-failed");
    failed_before_ = read_whole_file(failed_tests_file(with_.build));
    start_session();
    for (std::int64_t round = 1; goes_on(round); ++round) {
      if (round > 1) {
        display_->note(fmt::format("round {}", round));
        if (repeats_failed) {
          replace_file(failed_tests_file(with_.build), failed_before_);
        }
      }
      run_round(round);
    }
    return finish();
  }

 private:
  [[nodiscard]] bool has_argument(std::string_view word) const {
    return std::find(with_.selection.begin(), with_.selection.end(), word) !=
           with_.selection.end();
  }

  void start_session() {
    program_start listing;
    listing.arguments = {with_.ctest};
    for (const std::string& argument : with_.selection) {
      // Verbosity spoils the JSON; what failed is not known where we list.
      if (argument.starts_with("-V") || argument == "--rerun-failed" ||
          argument == "--verbose" || argument == "--extra-verbose") {
        continue;
      }
      listing.arguments.push_back(argument);
    }
    // ctest writes its log even when it only lists, over that of the other
    // ctest: it gets a build tree of its own that consists of the real one.
    const std::string aside = with_.run_directory + "/listing";
    if (!sorted_.has_preset) {
      fs::create_directories(aside);
      std::ofstream(aside + "/CTestTestfile.cmake")
          << "subdirs([==[" << with_.build << "]==])\n";
      listing.arguments.insert(listing.arguments.end(), {"--test-dir", aside});
    }
    listing.arguments.emplace_back("--show-only=json-v1");
    listing.environment = with_.environment;
    session_options needed;
    needed.run_directory = with_.run_directory;
    needed.run_id = with_.run_id;
    needed.maxfail = wanted_.maxfail;
    needed.retries = [this](const watched_test& test) {
      return retries_left(test);
    };
    session_ = std::make_unique<session>(std::move(needed), listing, *display_);
    session_->begin_run(io::run_start{
        with_.project, with_.build, with_.ctest, with_.jobs.number,
        with_.seed == 0 ? "" : std::to_string(with_.seed)});
    if (sorted_.has_preset) {
      session_->wait_for_listing();
    }
  }

  /// How often the test may be run again in this round.
  [[nodiscard]] int retries_left(const watched_test& test) {
    const auto before = attempts_before_.find(test.number);
    const std::int64_t used =
        test.attempt - (before == attempts_before_.end() ? 0 : before->second) -
        1;
    const int budget = std::max(
        wanted_.retries, flaky_retries(session_->watched().listed(test)));
    return budget - static_cast<int>(used);
  }

  [[nodiscard]] bool goes_on(std::int64_t round) const {
    if (round == 1) {
      return true;
    }
    const bool is_over = session_->interrupted_by() || stopped_ ||
                         session_->watched().tests().empty() ||
                         (wanted_.repeat.until_fail && has_bad());
    return !is_over &&
           (wanted_.repeat.rounds == 0 || round <= wanted_.repeat.rounds);
  }

  [[nodiscard]] bool has_bad() const {
    const auto& tests = session_->watched().tests();
    return std::any_of(tests.begin(), tests.end(), [](const auto& each) {
      return io::is_bad(each.second.outcome);
    });
  }

  void run_round(std::int64_t round) {
    program_start ctest = ctest_with(with_.selection, round);
    if (round > 1) {
      attempts_before_.clear();
      for (const auto& [number, test] : session_->watched().tests()) {
        attempts_before_[number] = test.attempt;
      }
    }
    run_ctest(ctest, round);
    for (std::vector<numbered_test> again = tests_to_retry();
         !again.empty() && !stopped_ && !session_->interrupted_by();
         again = tests_to_retry()) {
      has_retried_ = true;
      display_->note(fmt::format("again: {} test{} that did not pass",
                                 again.size(), again.size() == 1 ? "" : "s"));
      ctest = ctest_with(with_.arguments, round);
      select(again, ctest);
      run_ctest(ctest, round);
    }
  }

  /// By number. What a preset selects counts for -I, but not for what failed
  /// last time; that file belongs to all ctests of the build tree.
  void select(const std::vector<numbered_test>& tests,
              program_start& ctest) const {
    if (sorted_.has_preset) {
      write_failed_tests(with_.build, tests);
      ctest.arguments.emplace_back("--rerun-failed");
      return;
    }
    std::string numbers = "0,0,1";
    for (const auto& [number, name] : tests) {
      numbers += "," + std::to_string(number);
    }
    ctest.arguments.insert(ctest.arguments.end(), {"-I", numbers});
  }

  [[nodiscard]] program_start ctest_with(
      const std::vector<std::string>& arguments, std::int64_t round) const {
    program_start result;
    result.arguments = {with_.ctest};
    result.arguments.insert(result.arguments.end(), arguments.begin(),
                            arguments.end());
    result.arguments.insert(
        result.arguments.end(),
        {"-j", std::to_string(with_.jobs.number), "--output-on-failure"});
    if (wanted_.maxfail == 1 && wanted_.retries == 0) {
      result.arguments.emplace_back("--stop-on-failure");
    }
    if (with_.seed != 0 && !with_.has_module) {
      result.arguments.emplace_back("--schedule-random");
    }
    if (needs_outputs()) {
      result.arguments.insert(result.arguments.end(),
                              {"--output-junit", junit_of_ctest()});
    }
    result.environment = environment_of_round(with_, round);
    return result;
  }

  [[nodiscard]] bool needs_outputs() const {
    return !wanted_.junit.empty() || wanted_.format == cli::output_format::json;
  }

  [[nodiscard]] std::string junit_of_ctest() const {
    return with_.run_directory + "/ctest.xml";
  }

  void run_ctest(const program_start& ctest, std::int64_t round) {
    const ctest_end end = session_->run_ctest(ctest, round);
    status_ = end.status;
    stopped_ = stopped_ || end.stopped ||
               (has_bad() && (sorted_.stops_on_failure ||
                              (wanted_.maxfail == 1 && wanted_.retries == 0)));
    if (needs_outputs()) {
      for (auto& [name, output] :
           io::outputs_in_junit(read_whole_file(junit_of_ctest()))) {
        outputs_[name] = std::move(output);
      }
      std::error_code ignored;
      fs::remove(junit_of_ctest(), ignored);
    }
  }

  [[nodiscard]] std::vector<numbered_test> tests_to_retry() {
    std::vector<numbered_test> failed;
    std::vector<numbered_test> blocked;
    for (const auto& [number, test] : session_->watched().tests()) {
      if (!io::is_bad(test.outcome)) {
        continue;
      }
      if (test.outcome == io::verdict::not_run) {
        blocked.emplace_back(number, test.name);
      } else if (retries_left(test) > 0) {
        failed.emplace_back(number, test.name);
      }
    }
    // They may have waited for a fixture that is tried again.
    if (!failed.empty()) {
      failed.insert(failed.end(), blocked.begin(), blocked.end());
    }
    return failed;
  }

  int finish() {
    observer& watched = session_->watched();
    const std::optional<int> signal = session_->interrupted_by();
    watched.record(io::run_finish{signal     ? "interrupted"
                                  : stopped_ ? "stopped"
                                             : "complete"});
    session_->log().flush();
    io::run_result result =
        io::build_run_result(watched.events(), watched.listing());
    add_outputs(result);
    keep_failed_tests();
    std::error_code ignored;
    fs::remove_all(with_.run_directory + "/listing", ignored);
    retain_runs(with_.run_directory, watched.events());
    if (!wanted_.junit.empty()) {
      replace_file(wanted_.junit, io::junit_text(result));
    }
    tell(result);
    if (!session_->log().problem().empty()) {
      given_.err << "parallel-testing run: " << session_->log().problem()
                 << "\n";
    }
    return signal ? 128 + *signal : answer(result);
  }

  void add_outputs(io::run_result& result) const {
    for (io::test_result& test : result.tests) {
      io::attempt& last = test.attempts.back();
      const auto found = outputs_.find(test.name);
      if (last.output.empty() && test.unit.empty() && found != outputs_.end()) {
        last.output = found->second;
      }
    }
  }

  /// So that --last-failed means all of them, not those of the last ctest.
  void keep_failed_tests() const {
    if (!has_retried_ && !stopped_ && !session_->interrupted_by()) {
      return;
    }
    std::vector<numbered_test> failed;
    for (const auto& [number, test] : session_->watched().tests()) {
      if (io::is_bad(test.outcome)) {
        failed.emplace_back(number, test.name);
      }
    }
    write_failed_tests(with_.build, failed);
  }

  void tell(const io::run_result& result) const {
    if (wanted_.format == cli::output_format::json) {
      given_.out << io::json_text(result);
      return;
    }
    const std::string problems = cli::problems_text(result, given_.screen);
    if (!problems.empty()) {
      given_.out << "\n" << problems;
    }
    if (wanted_.durations > 0) {
      given_.out << "\nslowest tests:\n"
                 << cli::durations_text(
                        result, static_cast<std::size_t>(wanted_.durations));
    }
    given_.out << "\n" << cli::summary_text(result, given_.screen);
    given_.out.flush();
  }

  [[nodiscard]] int answer(const io::run_result& result) const {
    if (session_->watched().tests().empty()) {
      return explain_nothing();
    }
    const bool flaky = wanted_.flaky == on_flaky::fails &&
                       std::any_of(result.tests.begin(), result.tests.end(),
                                   [](const io::test_result& each) {
                                     return each.is_flaky();
                                   });
    const bool bad = std::any_of(
        result.tests.begin(), result.tests.end(),
        [](const io::test_result& each) { return io::is_bad(each.outcome()); });
    if (bad || flaky) {
      return cli::exit_finding;
    }
    const int code = WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
    if (code != 0 && code != ctest_found_failures) {
      given_.err << "parallel-testing run: ctest ended with " << code
                 << " although no test failed; its words are above\n";
      return cli::exit_environment;
    }
    return cli::exit_fine;
  }

  [[nodiscard]] int explain_nothing() const {
    const bool has_problem =
        std::any_of(session_->notes().begin(), session_->notes().end(),
                    [](const std::string& line) {
                      return line.find("Error") != std::string::npos;
                    });
    if (has_problem) {
      given_.err << "parallel-testing run: ctest ran no test:\n";
      for (const std::string& line : session_->notes()) {
        given_.err << "  " << line << "\n";
      }
      return cli::exit_environment;
    }
    given_.err << "parallel-testing run: no tests were found"
               << suggestion(with_, sorted_) << "\n";
    return cli::exit_no_tests;
  }

  static std::string suggestion(const run_settings& with,
                                const sorted_arguments& sorted);

  const cli::invocation& given_;
  const options& wanted_;
  const sorted_arguments& sorted_;
  run_settings with_;
  std::unique_ptr<display> display_;
  std::unique_ptr<session> session_;
  std::map<int, std::int64_t> attempts_before_;
  std::unordered_map<std::string, std::string> outputs_;
  std::string failed_before_;
  int status_ = 0;
  bool stopped_ = false;
  bool has_retried_ = false;
};

/// The name nearest to what -R asked for.
std::string runner::suggestion(const run_settings& with,
                               const sorted_arguments& sorted) {
  const std::vector<std::string>& words = sorted.ctests;
  const auto option =
      std::find_if(words.begin(), words.end(), [](const std::string& each) {
        return each == "-R" || each == "--tests-regex";
      });
  if (option == words.end() || option + 1 == words.end()) {
    return "; `ctest -N` lists what there is";
  }
  std::vector<std::string> names;
  for (const io::listed_test& test :
       list_tests(with.ctest, with.arguments, with.environment)) {
    names.push_back(test.name);
  }
  std::string wanted = *(option + 1);
  wanted.erase(std::remove_if(wanted.begin(), wanted.end(),
                              [](char c) { return c == '^' || c == '$'; }),
               wanted.end());
  const std::string nearest = io::nearest_name(wanted, names);
  return nearest.empty()
             ? fmt::format(": '{}' is the name of none", *(option + 1))
             : fmt::format(": '{}' is the name of none, did you mean '{}'?",
                           *(option + 1), nearest);
}

}  // namespace

int run_tests(const cli::invocation& given, const options& wanted,
              const sorted_arguments& sorted) {
  return runner(given, wanted, sorted).run();
}

}  // namespace parallel_testing::run_command
