// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "coverage/command.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "coverage/blame.hpp"
#include "coverage/data.hpp"
#include "coverage/files.hpp"
#include "coverage/foreign_reports.hpp"
#include "coverage/html_pages.hpp"
#include "coverage/measurement.hpp"
#include "coverage/options.hpp"
#include "io/event_log.hpp"
#include "io/run_place.hpp"
#include "run/command.hpp"
#include "run/place.hpp"
#include "run/settings.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* prefix = "parallel-testing coverage: ";

class coverage_run {
 public:
  coverage_run(const cli::invocation& given, const options& wanted)
      : given_(given),
        wanted_(wanted),
        is_text_(wanted.format == cli::output_format::text),
        project_(project_for(wanted)),
        programs_(find_programs(project_)) {}

  int run() {
    if (wanted_.data.empty()) {
      const int answer = run_tests();
      has_failed_tests_ = answer == cli::exit_finding;
      if (answer != cli::exit_fine && !has_failed_tests_) {
        return answer;
      }
    }
    scratch_.emplace(project_.output + "/scratch");
    measure_data();
    write_reports();
    limits_ = check_limits(found_.shown.table, project_.limits);
    tell();
    const bool are_met =
        std::all_of(limits_.begin(), limits_.end(),
                    [](const limit_result& each) { return each.is_met; });
    return are_met && !has_failed_tests_ ? cli::exit_fine : cli::exit_finding;
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
    const std::string tree = run_command::build_tree_of(
        fs::absolute(wanted_.build).lexically_normal().string());
    run_directory_ = io::runs_directory_of(tree) + "/" + id;
    ::setenv("PARALLEL_TESTING_COVERAGE_PER_TEST",
             project_.per_test ? "1" : "0", 1);
    std::ostream& out = is_text_ ? given_.out : given_.err;
    return run_command::run_as({arguments, out, given_.err,
                                is_text_ ? given_.screen : cli::terminal{}},
                               id);
  }

  void measure_data() {
    const bool is_given = !wanted_.data.empty();
    const std::string data =
        is_given ? fs::absolute(wanted_.data).lexically_normal().string()
                 : run_directory_ + "/coverage";
    found_ =
        measure(project_, programs_, data,
                is_given ? "" : project_.output + "/data", scratch_->path());
    io::run_result run;
    if (!is_given) {
      run = io::build_run_result(
          io::load_event_logs({run_directory_ + "/events.ndjson"}).events, {});
    }
    warnings_ = warnings_about(run, found_.problems, data);
    for (const std::string& each : warnings_) {
      given_.err << prefix << "warning: " << each << "\n";
    }
    if (found_.files == 0) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("there are no data of this build in '{}': {}", data,
                      is_given ? "give what `merge` joined, or the directory "
                                 "`data` of a report"
                               : "do the tests run what the targets of "
                                 "parallel_coverage() are linked into, and "
                                 "is it built?"));
    }
    if (!is_given) {
      std::error_code ignored;
      fs::remove_all(data, ignored);
    }
  }

  void write_reports() {
    const coverage_table& table = found_.shown.table;
    for (const std::string& format : project_.formats) {
      if (format == "json") {
        write("coverage.json", json_text(found_.shown));
      } else if (format == "lcov") {
        write("coverage.lcov",
              lcov_text(table, project_.reported.root, found_.shown.with));
      } else if (format == "xml") {
        write_by_gcovr(programs_, project_, table, gcovr_report::xml,
                       place_of("coverage.xml"), scratch_->path());
      } else if (format == "html") {
        write_html();
      }
    }
  }

  void write_html() {
    const std::string page = place_of("html/index.html");
    const std::string directory = project_.output + "/html";
    make_empty_directory(directory);
    if (project_.per_test) {
      write_html_pages(found_.shown, project_.reported.root, directory);
    } else if (project_.made_by == compiler::clang) {
      write_html_by_llvm(programs_, project_, found_.shown.table,
                         found_.merged + "/merged.profdata", directory,
                         scratch_->path());
    } else {
      write_by_gcovr(programs_, project_, found_.shown.table,
                     gcovr_report::html, page, scratch_->path());
    }
  }

  void write(const std::string& name, const std::string& text) {
    write_file(place_of(name), text);
  }

  std::string place_of(const std::string& name) {
    written_.push_back(project_.output + "/" + name);
    return written_.back();
  }

  void tell() const {
    if (!is_text_) {
      given_.out << json_of_all();
      return;
    }
    if (project_.formats.contains("term")) {
      given_.out << term_text(found_.shown, given_.screen);
    }
    for (const std::string& each : written_) {
      given_.out << "written: " << each << "\n";
    }
    for (const limit_result& each : limits_) {
      if (!each.is_met) {
        const std::string& directory = each.wanted.directory;
        given_.err << prefix
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
    const ordered_json root{{"version", 1},
                            {"tests_failed", has_failed_tests_},
                            {"lines", sum.lines.all},
                            {"covered", sum.lines.covered},
                            {"percent", sum.lines.percent()},
                            {"branches", sum.branches.all},
                            {"covered_branches", sum.branches.covered},
                            {"limits", std::move(limits)},
                            {"warnings", warnings_},
                            {"reports", written_}};
    return root.dump(2, ' ', false, ordered_json::error_handler_t::replace) +
           "\n";
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
  std::vector<limit_result> limits_;
  bool has_failed_tests_ = false;
};

}  // namespace

int run(const cli::invocation& given) {
  const parsed_options parsed = parse_options(given);
  return parsed.exit_code ? *parsed.exit_code
                          : coverage_run(given, parsed.values).run();
}

}  // namespace parallel_testing::coverage_command
