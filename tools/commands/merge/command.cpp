// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "cli/common_options.hpp"
#include "cli/output_file.hpp"
#include "commands/commands.hpp"
#include "commands/coverage/data/data.hpp"
#include "commands/merge/inputs.hpp"
#include "commands/merge/merge_artifacts.hpp"
#include "commands/merge/merge_events.hpp"
#include "commands/merge/merge_junit.hpp"
#include "commands/merge/shards.hpp"
#include "results/case_times.hpp"
#include "results/writers/junit.hpp"

namespace parallel_testing::merge_command {
namespace {

struct options {
  std::vector<std::string> shards;  ///< files and directories
  std::string into = "merged";      ///< directory
  bool may_miss = false;            ///< shards and tests may be missing
  cli::output_format format = cli::output_format::text;
};

constexpr const char* footer =
    R"(Reads *.ndjson (events), *.xml (JUnit), times.txt, CTestCostData.txt and the
data directories of `coverage`. Writes events.ndjson for `report`, junit.xml,
times.txt for `shard --times`, the directory `coverage` for `coverage --data`,
and the artifacts of tests.
Example: parallel-testing merge shard-1 shard-2 --into merged
Exit codes: 0 also if tests failed; 1 the shards are not those of one plan, or
are incomplete or overlap (nothing is written), or a suite has results that no
test case shows; 2 wrong usage; 3 a file is missing or broken; 4 there are no
such files.)";

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& values = result.values;
  cli::parser app("merge", "Joins the results of the shards of one run.");
  app.footer(footer);
  app.add("shard", values.shards,
          "files of the shards, or directories with such files")
      .required()
      .value_name("...");
  app.add("--into", values.into, "directory for the results (default: merged)")
      .value_name("DIR");
  app.add_flag("--allow-missing", values.may_miss,
               "write what there is although shards or tests are\n"
               "missing, which is printed");
  cli::add_format(app, values.format);
  result.exit_code = app.parse(given);
  return result;
}

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* events_name = "events.ndjson";
constexpr const char* junit_name = "junit.xml";
constexpr const char* times_name = "times.txt";
constexpr const char* coverage_name = "coverage";
constexpr const char* artifacts_name = "artifacts";
constexpr const char* result_names[] = {events_name, junit_name, times_name,
                                        coverage_name, artifacts_name};

/// A hidden file with the names of the results, one per line.
constexpr const char* list_of_results = ".parallel_testing_merge";

struct written_file {
  std::string path;
  std::size_t from = 0;  ///< number of merged files
  std::string content;   ///< description of the contents, for people
};

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

class merger {
 public:
  merger(const cli::invocation& given, const options& wanted)
      : given_(given), wanted_(wanted), found_(collect_inputs(wanted.shards)) {}

  int run() {
    read_earlier_results();
    remove_results(found_.events);
    remove_results(found_.junit);
    remove_results(found_.times);
    remove_results(found_.coverage);
    if (found_.events.empty() && found_.junit.empty() && found_.times.empty() &&
        found_.coverage.empty()) {
      given_.err
          << "parallel-testing merge: the arguments contain no *.ndjson, "
             "*.xml, times.txt, CTestCostData.txt or coverage data\n";
      return cli::exit_no_tests;
    }
    merged_events events;
    if (!found_.events.empty()) {
      events = merge_events(found_.events);
    }
    artifacts_ = find_artifacts_of(found_.events);
    merged_junit junit;
    if (!found_.junit.empty()) {
      junit = merge_all_junit();
    }
    if (!are_complete(events, junit.shards)) {
      return cli::exit_finding;
    }
    std::error_code problem;
    fs::create_directories(wanted_.into, problem);
    note_results();
    write_events(events);
    write_junit(junit);
    merge_the_times();
    merge_the_coverage();
    merge_the_artifacts();
    print_result();
    return is_broken_       ? cli::exit_environment
           : is_incomplete_ ? cli::exit_finding
                            : cli::exit_fine;
  }

 private:
  [[nodiscard]] fs::path result(const char* name) const {
    return fs::path(wanted_.into) / name;
  }

  /// A file that an earlier call wrote is a result, not a shard. Only the list
  /// that the call left beside its results distinguishes the two.
  void read_earlier_results() {
    std::ifstream file(result(list_of_results));
    for (std::string name; std::getline(file, name);) {
      earlier_.push_back(name);
    }
  }

  [[nodiscard]] bool is_earlier_result(const char* name) const {
    return std::find(earlier_.begin(), earlier_.end(), name) != earlier_.end();
  }

  void remove_results(std::vector<std::string>& paths) const {
    std::erase_if(paths, [&](const std::string& path) {
      return std::any_of(
          std::begin(result_names), std::end(result_names),
          [&](const char* name) {
            // The file that marks coverage data is inside the directory of that
            // name.
            std::error_code problem;
            return is_earlier_result(name) &&
                   (fs::equivalent(path, result(name), problem) ||
                    fs::equivalent(fs::path(path).parent_path(), result(name),
                                   problem));
          });
    });
  }

  /// Records the results of this call before it writes them.
  void note_results() const {
    std::string text;
    for (const auto& [name, is_written] :
         {std::pair{events_name, !found_.events.empty()},
          {junit_name, !found_.junit.empty()},
          {times_name, !found_.times.empty()},
          {coverage_name, !found_.coverage.empty()},
          {artifacts_name, !artifacts_.empty()}}) {
      std::error_code problem;
      if (is_written && !is_earlier_result(name) &&
          fs::exists(result(name), problem)) {
        throw cli::failure(
            cli::exit_usage,
            fmt::format("'{}' exists, and no earlier merge wrote it; choose "
                        "another directory with --into, or remove it",
                        result(name).string()));
      }
      if (is_written) {
        text += fmt::format("{}\n", name);
      } else if (is_earlier_result(name)) {
        fs::remove_all(result(name), problem);
      }
    }
    cli::write_output(result(list_of_results).string(), text, given_.out);
  }

  void write(const char* name, std::size_t from, const std::string& text,
             std::string content) {
    const std::string path = result(name).string();
    cli::write_output(path, text, given_.out);
    written_.push_back({path, from, std::move(content)});
  }

  [[nodiscard]] merged_junit merge_all_junit() const {
    std::vector<junit_file> files;
    for (const std::string& path : found_.junit) {
      files.push_back({path, read_whole(path)});
    }
    return merge_junit(files);
  }

  /// Results of some of the tests would look like results of all of them.
  [[nodiscard]] bool are_complete(const merged_events& events,
                                  const std::vector<found_shard>& more) const {
    std::vector<found_shard> shards = events.shards;
    shards.insert(shards.end(), more.begin(), more.end());
    const shard_problems problems =
        find_shard_problems(shards, events.whole_runs);
    for (const auto* kind : {&problems.conflicts, &problems.missing}) {
      for (const std::string& problem : *kind) {
        given_.err << "parallel-testing merge: " << problem << "\n";
      }
    }
    if (!problems.conflicts.empty()) {
      given_.err << "parallel-testing merge: nothing was written\n";
      return false;
    }
    if (!problems.missing.empty() && !wanted_.may_miss) {
      given_.err << "parallel-testing merge: nothing was written; "
                    "--allow-missing joins incomplete results\n";
      return false;
    }
    return true;
  }

  void write_events(const merged_events& merged) {
    for (const tools::diagnostic& problem : merged.problems) {
      given_.err << "parallel-testing merge: " << tools::to_text(problem)
                 << "\n";
      is_broken_ = true;
    }
    if (!found_.events.empty()) {
      write(events_name, found_.events.size(), merged.text,
            fmt::format("{} events", count_lines(merged.text)));
    }
  }

  void write_junit(const merged_junit& merged) {
    for (const std::string& problem : merged.problems) {
      given_.err << "parallel-testing merge: " << problem << "\n";
      is_incomplete_ = true;
    }
    if (!found_.junit.empty()) {
      const std::string artifacts =
          fs::absolute(result(artifacts_name)).string();
      const std::string checkout = tools::checkout_directory();
      write(junit_name, found_.junit.size(),
            with_attachments_in(
                merged.text, artifacts_,
                std::string(tools::path_within(checkout, artifacts))),
            fmt::format("{} tests, {} of them bad", merged.tests, merged.bad));
    }
  }

  void merge_the_times() {
    if (found_.times.empty()) {
      return;
    }
    tools::test_times times;
    std::size_t bad_lines = 0;
    for (const std::string& path : found_.times) {
      if (!times.add_file(path)) {
        throw cli::failure(cli::exit_environment,
                           fmt::format("'{}' cannot be read", path));
      }
      if (times.bad_lines() > bad_lines) {
        given_.err << fmt::format(
            "parallel-testing merge: {}: {} of the lines are not times of "
            "tests and are ignored; pass the file that a run wrote\n",
            path, times.bad_lines() - bad_lines);
        bad_lines = times.bad_lines();
        is_broken_ = true;
      }
    }
    const std::string text = times.text();
    write(times_name, found_.times.size(), text,
          fmt::format("times of {} tests", count_lines(text)));
  }

  /// Only copies the data. `coverage --data` sums them later, with the tools of
  /// the compiler.
  void merge_the_coverage() {
    if (found_.coverage.empty()) {
      return;
    }
    const std::string into = result(coverage_name).string();
    std::error_code problem;
    fs::remove_all(into, problem);
    std::size_t files = 0;
    std::size_t number = 0;
    for (const std::string& mark : found_.coverage) {
      files += coverage_command::add_shard(
          fs::path(mark).parent_path().string(), ++number, into);
    }
    written_.push_back(
        {into, number, fmt::format("{} files of coverage data", files)});
  }

  void merge_the_artifacts() {
    if (artifacts_.empty()) {
      return;
    }
    const std::string into = result(artifacts_name).string();
    std::error_code problem;
    fs::remove_all(into, problem);
    const std::size_t files = copy_artifacts(artifacts_, into);
    written_.push_back(
        {into, found_.events.size(), fmt::format("{} artifacts", files)});
  }

  void print_result() const {
    if (wanted_.format == cli::output_format::text) {
      for (const written_file& each : written_) {
        given_.out << fmt::format("{}: {} from {} file{}\n", each.path,
                                  each.content, each.from,
                                  each.from == 1 ? "" : "s");
      }
      return;
    }
    ordered_json files = ordered_json::array();
    for (const written_file& each : written_) {
      files.push_back({{"path", each.path},
                       {"from", each.from},
                       {"content", each.content}});
    }
    const ordered_json root{{"version", 1}, {"files", std::move(files)}};
    given_.out << tools::json_text(root);
  }

  const cli::invocation& given_;
  const options& wanted_;
  inputs found_;
  std::vector<std::string> earlier_;  ///< names of results of earlier calls
  std::vector<written_file> written_;
  std::vector<found_artifacts> artifacts_;
  bool is_broken_ = false;
  bool is_incomplete_ = false;
};

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return merger(given, wanted).run(); });
}

}  // namespace parallel_testing::merge_command
