// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/command.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>

#include "base/json.hpp"
#include "commands/commands.hpp"
#include "commands/coverage/blame.hpp"
#include "commands/coverage/data/data.hpp"
#include "commands/coverage/data/files.hpp"
#include "commands/coverage/foreign_reports.hpp"
#include "commands/coverage/html_pages.hpp"
#include "commands/coverage/measurement.hpp"
#include "commands/coverage/options.hpp"
#include "commands/run/settings.hpp"
#include "ctest/build_tree.hpp"
#include "events/log_files.hpp"
#include "events/run_place.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* message_prefix = "parallel-testing coverage: ";

class coverage_run {
 public:
  coverage_run(const cli::invocation& given, const options& wanted)
      : given_(given),
        wanted_(wanted),
        is_text_(wanted.format == cli::output_format::text),
        project_(project_for(wanted)),
        programs_(project_.is_data_only ? programs{}
                                        : find_programs(project_)) {}

  int run() {
    if (wanted_.data.empty()) {
      const int answer = run_tests();
      has_failed_tests_ = answer == cli::exit_finding;
      if (answer != cli::exit_fine && !has_failed_tests_) {
        return answer;
      }
    }
    if (project_.is_data_only) {
      keep_data();
      print_result();
      return answer();
    }
    scratch_.emplace(project_.output + "/scratch");
    measure_data();
    write_reports();
    limits_ = check_limits(found_.shown.table, project_.limits);
    judge_measurement();
    print_result();
    return answer();
  }

 private:
  int run_tests() {
    std::vector<std::string> arguments{"--test-dir", wanted_.build, "-j",
                                       wanted_.jobs};
    if (!wanted_.configuration.empty()) {
      arguments.insert(arguments.end(), {"-C", wanted_.configuration});
    }
    arguments.insert(arguments.end(), wanted_.ctest.begin(),
                     wanted_.ctest.end());
    const std::string id = run_command::new_run_id();
    const std::string tree = tools::build_tree_of(
        fs::absolute(wanted_.build).lexically_normal().string());
    run_directory_ = tools::runs_directory_of(tree) + "/" + id;
    ::setenv("PARALLEL_TESTING_COVERAGE_PER_TEST",
             project_.per_test ? "1" : "0", 1);
    std::ostream& out = is_text_ ? given_.out : given_.err;
    return run_command::run_as({arguments, out, given_.err,
                                is_text_ ? given_.screen : cli::terminal{}},
                               id);
  }

  /// Needs neither the compiler's programs nor the sources, which a machine
  /// that runs the tests of an archive does not have.
  void keep_data() {
    const std::string kept = path_of("data");
    make_empty_directory(kept);
    const std::size_t files = move_data(data_of_run(), kept);
    mark_data(kept);
    warn_about_run({}, data_of_run());
    if (files == 0) {
      fail_without_data(data_of_run());
    }
    written_.push_back(kept);
  }

  [[nodiscard]] std::string data_of_run() const {
    return run_directory_ + "/coverage";
  }

  void warn_about_run(const std::vector<data_problem>& problems,
                      const std::string& data) {
    tools::run_result run;
    if (wanted_.data.empty()) {
      run = tools::build_run_result(
          tools::load_event_logs({run_directory_ + "/events.ndjson"}).events,
          {});
    }
    warnings_ = warnings_about(run, problems, data);
    warnings_.insert(warnings_.end(), found_.warnings.begin(),
                     found_.warnings.end());
    for (const std::string& each : warnings_) {
      given_.err << message_prefix << "warning: " << each << "\n";
    }
  }

  [[noreturn]] void fail_without_data(const std::string& data) const {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' has no data of this build: {}", data,
                    wanted_.data.empty()
                        ? "build the targets of parallel_add_coverage(), and "
                          "run tests that link them"
                        : "pass a directory that `merge` wrote, or the "
                          "directory `data` of a report"));
  }

  void measure_data() {
    const bool is_given = !wanted_.data.empty();
    const std::string data =
        is_given ? fs::absolute(wanted_.data).lexically_normal().string()
                 : data_of_run();
    found_ =
        measure(project_, programs_, data,
                is_given ? "" : project_.output + "/data", scratch_->path());
    warn_about_run(found_.problems, data);
    if (found_.files == 0 && found_.is_complete()) {
      fail_without_data(data);
    }
    if (!is_given) {
      std::error_code ignored;
      fs::remove_all(data, ignored);
    }
  }

  /// Writes all reports that can be written, even if one of them cannot.
  void write_reports() {
    for (const std::string& format : project_.formats) {
      try {
        const std::string name = write(format);
        if (!name.empty()) {
          written_.push_back(path_of(name));
        }
      } catch (const cli::failure& problem) {
        failures_.push_back(fmt::format("the report '{}' was not written: {}",
                                        format, problem.what()));
      }
    }
  }

  /// Returns the name of the file that it writes; "" if the report is printed.
  std::string write(const std::string& format) {
    const coverage_table& table = found_.shown.table;
    if (format == "json") {
      write_file(path_of("coverage.json"), json_text(found_.shown));
      return "coverage.json";
    }
    if (format == "lcov") {
      write_file(path_of("coverage.lcov"),
                 lcov_text(table, project_.reported.root, found_.shown.with));
      return "coverage.lcov";
    }
    if (format == "xml") {
      write_by_gcovr(programs_, project_, table, gcovr_report::xml,
                     path_of("coverage.xml"), scratch_->path());
      return "coverage.xml";
    }
    if (format == "html") {
      write_html();
      return "html/index.html";
    }
    return "";
  }

  void write_html() {
    const std::string directory = path_of("html");
    make_empty_directory(directory);
    if (uses_gcovr_for_html(project_)) {
      coverage_table table = found_.shown.table;
      // gcovr reads every file, and stops at the first one that does not exist.
      for (const std::string& path : found_.missing) {
        table.erase(path);
      }
      write_by_gcovr(programs_, project_, table, gcovr_report::html,
                     directory + "/index.html", scratch_->path());
    } else {
      write_html_pages(found_.shown, project_.reported.root, directory);
    }
  }

  [[nodiscard]] std::string path_of(const std::string& name) const {
    return project_.output + "/" + name;
  }

  /// Turns everything that was not measured into a finding: it proves nothing.
  void judge_measurement() {
    if (found_.shown.table.empty() && found_.is_complete()) {
      findings_.emplace_back(
          "no line is measured; check that the files are below SOURCE_DIR and "
          "not excluded, and that generated files have their own SOURCE_DIR");
    } else {
      for (const std::string& target : found_.unmeasured) {
        findings_.push_back(fmt::format(
            "no line of the target '{}' is measured; remove it from TARGETS, "
            "or add the directory of its sources to SOURCE_DIR",
            target));
      }
    }
    for (const std::string& source : found_.unbuilt) {
      findings_.push_back(fmt::format(
          "{} is not measured, because it is not compiled; build the target, "
          "or remove it from TARGETS",
          source));
    }
    for (const std::string& source : found_.uninstrumented) {
      findings_.push_back(fmt::format(
          "{} is not measured, because it is compiled without coverage; "
          "recompile it without options that turn coverage off, or exclude "
          "it",
          source));
    }
    for (const std::string& path : found_.missing) {
      findings_.push_back(fmt::format(
          "lines of '{}' are counted, but the file does not exist; make it "
          "available, or exclude it",
          path));
    }
  }

  [[nodiscard]] int answer() const {
    const bool are_met =
        std::all_of(limits_.begin(), limits_.end(),
                    [](const limit_result& each) { return each.is_met; });
    if (!are_met || has_failed_tests_ || !findings_.empty()) {
      return cli::exit_finding;
    }
    return failures_.empty() ? cli::exit_fine : cli::exit_environment;
  }

  void print_result() const {
    if (!is_text_) {
      given_.out << json_of_all();
      return;
    }
    if (project_.formats.contains("term")) {
      given_.out << term_text(found_.shown, given_.screen);
    }
    for (const std::string& each : written_) {
      given_.out << "wrote " << each << "\n";
    }
    for (const auto* texts : {&findings_, &failures_}) {
      for (const std::string& each : *texts) {
        given_.err << message_prefix << each << "\n";
      }
    }
    for (const limit_result& each : limits_) {
      if (!each.is_met) {
        const std::string& directory = each.wanted.directory;
        given_.err << message_prefix
                   << fmt::format(
                          "{:.1f}% of the lines{} are covered, less than {}%\n",
                          each.found.percent(),
                          directory.empty() ? "" : " of " + directory,
                          each.wanted.percent);
      }
    }
  }

  [[nodiscard]] std::string json_of_all() const {
    const totals sum = totals_of(found_.shown.table);
    ordered_json limits = ordered_json::array();
    for (const limit_result& each : limits_) {
      limits.push_back({{"directory", each.wanted.directory},
                        {"at_least", each.wanted.percent},
                        {"percent", each.found.percent()},
                        {"met", each.is_met}});
    }
    const ordered_json root{
        {"version", 1},
        {"tests_failed", has_failed_tests_},
        {"lines", sum.lines.all},
        {"covered", sum.lines.covered},
        {"percent", sum.lines.percent()},
        {"excluded_lines", found_.shown.excluded.lines},
        {"excluded_branches", found_.shown.excluded.branches},
        {"branches", sum.branches.all},
        {"covered_branches", sum.branches.covered},
        {"limits", std::move(limits)},
        {"findings", findings_},
        {"failures", failures_},
        {"warnings", warnings_},
        {"reports", written_}};
    return tools::json_text(root);
  }

  const cli::invocation& given_;
  const options& wanted_;
  bool is_text_;
  project project_;
  programs programs_;
  std::optional<scratch_directory> scratch_;
  std::string run_directory_;
  measurement found_;
  std::vector<std::string> warnings_;
  std::vector<std::string> written_;
  std::vector<std::string> findings_;  ///< make the command fail
  std::vector<std::string> failures_;  ///< reports that were not written
  std::vector<limit_result> limits_;
  bool has_failed_tests_ = false;
};

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return coverage_run(given, wanted).run(); });
}

}  // namespace parallel_testing::coverage_command
