// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/watching.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <ostream>
#include <utility>

#include "base/record.hpp"
#include "cli/output_file.hpp"
#include "commands/run/runner.hpp"
#include "commands/suggest/watch/cases.hpp"
#include "commands/suggest/watch/launcher.hpp"
#include "commands/suggest/watch/planning.hpp"
#include "commands/suggest/watch/progress.hpp"
#include "commands/suggest/watch/scratch_tree.hpp"
#include "commands/suggest/watch/survivors.hpp"
#include "ctest/arguments.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;
using run_command::finished_run;

std::int64_t realtime_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// How a start ended.
struct ending {
  tools::verdict outcome = tools::verdict::not_run;
  std::string message;
  std::int64_t start_ns = 0;
  std::int64_t duration_ns = 0;
};

/// The endings of a run by number in CTest. A case that shares a process counts
/// as a part of its test.
std::map<std::int64_t, ending> endings_of(const tools::run_result& result) {
  std::map<std::int64_t, ending> endings;
  for (const tools::test_result& each : result.tests) {
    const tools::attempt& last = each.decisive();
    const auto [found, is_new] = endings.try_emplace(each.number);
    ending& into = found->second;
    const tools::verdict outcome = each.compared_outcome();
    if (is_new || (tools::is_bad(outcome) && !tools::is_bad(into.outcome))) {
      into.outcome = outcome;
      into.message = last.message;
    }
    into.start_ns =
        is_new ? last.start_ns : std::min(into.start_ns, last.start_ns);
    into.duration_ns += last.duration_ns;
  }
  return endings;
}

class test_watcher {
 public:
  test_watcher(const cli::invocation& given, const watch_request& wanted)
      : given_(given),
        wanted_(wanted),
        build_(build_of(wanted.build)),
        tree_(tools::build_tree_of(build_)),
        scratch_(build_, tools::ctest_of(tree_)) {
    seen_.build = build_;
    seen_.source = tools::cached_value(tree_, "CMAKE_HOME_DIRECTORY");
    seen_.uses_module = tools::uses_module(tree_);
    seen_.jobs = wanted.jobs;
    if (!wanted.configuration.empty()) {
      arguments_ = {"-C", wanted.configuration};
    }
    selection_ = arguments_;
    selection_.insert(selection_.end(), wanted.ctest.begin(),
                      wanted.ctest.end());
  }

  tools::observation run() {
    const std::string launcher = find_launcher(tree_);
    check_launcher(launcher);
    // Before hours of tests whose results cannot be stored.
    directory_ = tools::observation_directory(tree_, seen_.uses_module);
    if (!list_tests()) {
      return std::move(seen_);
    }
    if (wanted_.jobs > 1) {
      separate_directories(plan_, tests_);
    }
    scratch_.set_script(scratch_script(build_, launcher, plan_));
    seen_.start_ns = realtime_ns();
    progress shown(given_.err, "watched");
    std::map<std::int64_t, ending> endings =
        run_tests(shown, selection_, wanted_.jobs);
    if (wanted_.jobs > 1) {
      watch_again_alone(endings);
    }
    return collect(endings, run_unwatched(endings));
  }

 private:
  /// Fills in what the tests are and what to start. Returns false if no test is
  /// selected.
  bool list_tests() {
    scratch_.set_script(scratch_script(build_, "", {}));
    tests_ = tools::query_tests(scratch_.path(), arguments_);
    known_ = tools::read_discovery(tree_, wanted_.configuration);
    std::vector<std::size_t> selected(tests_.size());
    std::iota(selected.begin(), selected.end(), std::size_t{0});
    if (!wanted_.ctest.empty()) {
      selected =
          places_of(tools::query_tests(scratch_.path(), selection_), tests_);
    }
    if (selected.empty()) {
      report(fmt::format("'{}' has no such tests; `ctest -N` lists the tests",
                         build_));
      return false;
    }
    std::vector<std::vector<program_case>> cases;
    if (wanted_.by == granularity::cases) {
      cases = list_cases(tests_, selected, known_,
                         tools::cached_value(tree_, "CMAKE_COMMAND"),
                         [this](const std::string& text) { report(text); });
    }
    plan_ = plan_tests(tests_, cases, scratch_.file("records"));
    starts_ = starts_of(plan_);
    const std::vector<std::int64_t> numbers = numbers_of(selected);
    if (!wanted_.ctest.empty()) {
      // The names of cases are not those that the user selected, and ctest
      // numbers tests differently with -E.
      selection_ = only(numbers);
    }
    report(fmt::format("watching {}, {}", tests_text(numbers.size()),
                       wanted_.jobs == 1
                           ? "one at a time"
                           : fmt::format("up to {} at once", wanted_.jobs)));
    return true;
  }

  /// The numbers of the starts of these tests in the scratch tree.
  [[nodiscard]] std::vector<std::int64_t> numbers_of(
      const std::vector<std::size_t>& selected) const {
    std::vector<std::int64_t> numbers;
    for (std::size_t at = 0; at < starts_.size(); ++at) {
      if (std::binary_search(selected.begin(), selected.end(),
                             starts_[at].test)) {
        numbers.push_back(static_cast<std::int64_t>(at) + 1);
      }
    }
    return numbers;
  }

  void report(const std::string& text) const {
    given_.err << "parallel-testing suggest: " << text << std::endl;
  }

  void check_launcher(const std::string& launcher) const {
    const trial tried = try_launcher(launcher, scratch_.file("trial.ndjson"));
    if (!tried.watched) {
      throw cli::failure(cli::exit_environment,
                         "tests cannot be watched: " + tried.refusal);
    }
    if (!tried.note.empty()) {
      report(
          fmt::format("tests are watched by ptrace, which takes longer, and "
                      "LeakSanitizer is off in them: {}",
                      tried.note));
    }
  }

  [[nodiscard]] std::map<std::int64_t, ending> run_tests(
      run_command::display& shown, const std::vector<std::string>& arguments,
      int jobs) const {
    const run_command::quiet_run how{scratch_.path(), tools::ctest_of(tree_),
                                     arguments, &shown};
    // `-j 0` means one by one in the order of declaration.
    const finished_run over = run_command::run_quietly(
        given_, how, jobs == 1 ? "0" : std::to_string(jobs));
    if (over.result.end == tools::run_end::interrupted) {
      throw interruption{over.exit_code};
    }
    return endings_of(over.result);
  }

  [[nodiscard]] std::vector<std::string> only(
      const std::vector<std::int64_t>& numbers) const {
    // ctest also reads the numbers from a file: a command line has its limits.
    std::string text = "0,0,1";
    for (const std::int64_t each : numbers) {
      text += fmt::format(",{}", each);
    }
    text += '\n';  // without it, ctest loses the last digit
    const std::string file = scratch_.file("numbers");
    cli::write_file(file, text);
    std::vector<std::string> arguments = tools::without_selection(selection_);
    arguments.insert(arguments.end(), {"-I", file});
    return arguments;
  }

  /// Those that ran and did not pass.
  static std::vector<std::int64_t> bad_among(
      const std::map<std::int64_t, ending>& endings) {
    std::vector<std::int64_t> bad;
    for (const auto& [number, each] : endings) {
      if (has_run_badly(each.outcome)) {
        bad.push_back(number);
      }
    }
    return bad;
  }

  static bool has_run_badly(tools::verdict outcome) {
    return tools::is_bad(outcome) && outcome != tools::verdict::not_run;
  }

  /// Other tests may have disturbed them.
  void watch_again_alone(std::map<std::int64_t, ending>& endings) const {
    const std::vector<std::int64_t> bad = bad_among(endings);
    if (bad.empty()) {
      return;
    }
    report(fmt::format("watching {} again alone", tests_text(bad.size())));
    progress shown(given_.err, "watched alone");
    for (const auto& [number, each] : run_tests(shown, only(bad), 1)) {
      endings[number] = each;
    }
  }

  /// Runs the tests that did not pass again, each alone and unwatched.
  [[nodiscard]] std::map<std::int64_t, ending> run_unwatched(
      const std::map<std::int64_t, ending>& endings) const {
    std::map<std::int64_t, ending> unwatched;
    const std::vector<std::int64_t> bad = bad_among(endings);
    if (bad.empty()) {
      return unwatched;
    }
    scratch_.set_script(scratch_script(build_, "", plan_));
    for (const std::int64_t number : bad) {
      const std::string name = cli::one_line(name_of(number));
      report(fmt::format("running {} again, alone and unwatched", name));
      const auto shown = run_command::make_silent_display();
      const auto again = run_tests(*shown, only({number}), 1);
      const auto found = again.find(number);
      if (found == again.end() ||
          found->second.outcome == tools::verdict::not_run) {
        continue;
      }
      unwatched[number] = found->second;
      report(has_run_badly(found->second.outcome)
                 ? name + " also fails alone and unwatched"
                 : name + " passes alone and unwatched");
    }
    return unwatched;
  }

  [[nodiscard]] std::string name_of(std::int64_t number) const {
    const numbered_start place =
        starts_.at(static_cast<std::size_t>(number - 1));
    return plan_[place.test].starts[place.start].name;
  }

  static std::string tests_text(std::size_t count) {
    return fmt::format("{} test{}", count, count == 1 ? "" : "s");
  }

  tools::observation collect(const std::map<std::int64_t, ending>& endings,
                             const std::map<std::int64_t, ending>& unwatched) {
    std::vector<std::pair<std::int64_t, std::int64_t>> order;  // start, number
    for (const auto& [number, each] : endings) {
      order.emplace_back(each.start_ns, number);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::string> records;
    const tools::discovered_index known(known_);
    for (const auto& [start_ns, number] : order) {
      if (number < 1 || number > static_cast<std::int64_t>(starts_.size())) {
        continue;
      }
      const numbered_start place =
          starts_[static_cast<std::size_t>(number - 1)];
      const planned_start& start = plan_[place.test].starts[place.start];
      tools::watched_test test = describe(tests_[place.test], known);
      const ending& how = endings.at(number);
      test.name = start.name;
      test.selection = start.selection;
      if (!start.framework.empty()) {
        test.framework = start.framework;
      }
      test.outcome = how.outcome;
      test.message = how.message;
      test.duration_ns = how.duration_ns;
      if (const auto found = unwatched.find(number); found != unwatched.end()) {
        test.alone = has_run_badly(found->second.outcome)
                         ? tools::unwatched_end::fails
                         : tools::unwatched_end::passes;
      }
      records.push_back(load_record(start.record, test));
      set_time(test, start.record);
      seen_.tests.push_back(std::move(test));
    }
    report_unwatched();
    if (!seen_.tests.empty()) {
      tools::store_observation(seen_, records, directory_);
    }
    return std::move(seen_);
  }

  /// Returns the file if it is a record of this test.
  std::string load_record(const std::string& file, tools::watched_test& of) {
    wait_for_record(file);
    std::ifstream input(file, std::ios::binary);
    if (!input) {
      return "";
    }
    try {
      of.record = tools::read_record_of_test(input);
    } catch (const tools::record_error& refused) {
      report(fmt::format("{}: the record of this test cannot be read: {}",
                         of.name, refused.what()));
      return "";
    }
    return file;
  }

  /// ctest counts hundredths of a second. The launcher writes the record when
  /// the test has ended.
  static void set_time(tools::watched_test& of, const std::string& record) {
    struct stat found {};
    if (of.record.is_complete() && of.record.last->survivors == 0 &&
        ::stat(record.c_str(), &found) == 0) {
      constexpr std::int64_t ns_per_s = 1'000'000'000;
      const std::int64_t end_ns =
          found.st_mtim.tv_sec * ns_per_s + found.st_mtim.tv_nsec;
      of.duration_ns =
          std::max<std::int64_t>(end_ns - of.record.head.time_ns, 0);
    }
  }

  /// Prints once that tests ran without being watched.
  void report_unwatched() const {
    const auto ran = [](const tools::watched_test& each) {
      return !each.was_watched() && each.outcome != tools::verdict::not_run &&
             each.outcome != tools::verdict::skip;
    };
    const auto first =
        std::find_if(seen_.tests.begin(), seen_.tests.end(), ran);
    if (first == seen_.tests.end()) {
      return;
    }
    const auto count =
        std::count_if(seen_.tests.begin(), seen_.tests.end(), ran);
    report(
        fmt::format("{} ran without being watched, first {}; nothing is "
                    "known about what they share",
                    tests_text(static_cast<std::size_t>(count)), first->name));
  }

  const cli::invocation& given_;
  const watch_request& wanted_;
  std::string build_;
  std::string tree_;
  std::string directory_;  ///< of the observation
  scratch_tree scratch_;
  std::vector<std::string> arguments_;  ///< for every ctest
  std::vector<std::string> selection_;  ///< the same, with those of the user
  std::vector<tools::listed_test> tests_;
  tools::discovery known_;
  std::vector<planned_test> plan_;
  std::vector<numbered_start> starts_;
  tools::observation seen_;
};

}  // namespace

std::string build_of(const std::string& given) {
  std::string build = fs::absolute(given).lexically_normal().string();
  while (build.size() > 1 && build.ends_with('/')) {
    build.pop_back();
  }
  tools::check_build_directory(build);
  return build;
}

std::vector<tools::listed_test> all_tests_of(const std::string& build,
                                             const std::string& configuration) {
  const std::string tree = tools::build_tree_of(build);
  const scratch_tree scratch(build, tools::ctest_of(tree));
  scratch.set_script(scratch_script(build, "", {}));
  return configuration.empty()
             ? tools::query_tests(scratch.path())
             : tools::query_tests(scratch.path(), {"-C", configuration});
}

tools::observation watch(const cli::invocation& given,
                         const watch_request& wanted) {
  return test_watcher(given, wanted).run();
}

}  // namespace parallel_testing::suggest_command
