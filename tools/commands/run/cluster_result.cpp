// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_result.hpp"

#include <filesystem>
#include <set>
#include <utility>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"
#include "cluster/cost_data.hpp"
#include "cluster/work_files.hpp"
#include "commands/run/runner.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/failed_tests.hpp"
#include "events/event_writer.hpp"
#include "events/log_files.hpp"
#include "results/artifacts.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

/// Appends the files `name` of all nodes to the one that is kept.
void append_files(const std::string& name, const std::string& to,
                  const cluster::work_files& files,
                  const std::vector<std::string>& nodes) {
  std::string added;
  for (const std::string& each : nodes) {
    added += tools::read_file(files.node(each) + "/" + name).value_or("");
  }
  if (!added.empty()) {
    cli::write_file(to, tools::read_file(to).value_or("") + added);
  }
}

/// Replaces the log of the run by one with the events of all nodes.
std::vector<tools::event> join_logs(const std::string& path) {
  tools::event_log joined = tools::load_event_logs({path});
  std::string text;
  for (const tools::event& each : joined.events) {
    text += tools::to_line(each);
  }
  cli::write_file(path, text);
  return std::move(joined.events);
}

void move_artifacts(const std::string& run_directory, const std::string& node,
                    const fs::path& from) {
  std::error_code ignored;
  const fs::path to = run_directory + "/artifacts";
  for (const auto& entry : fs::directory_iterator(from, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!tools::is_artifacts_name(name)) {
      continue;
    }
    fs::create_directories(to, ignored);
    fs::rename(entry.path(), to / (node + "-" + name), ignored);
  }
}

void collect_files(const run_settings& with,
                   const std::vector<std::string>& nodes) {
  const cluster::work_files files(with.run_directory);
  const std::string tree = tools::build_tree_of(with.build);
  for (const char* times : {"times.txt", "case_times.txt"}) {
    append_files(times, tree + "/Testing/ParallelTesting/" + times, files,
                 nodes);
  }
  std::vector<std::string> costs;
  std::error_code ignored;
  for (const std::string& each : nodes) {
    const fs::path own = files.node(each);
    costs.push_back(
        tools::read_file(
            (own / "ctest/Testing/Temporary/CTestCostData.txt").string())
            .value_or(""));
    move_artifacts(with.run_directory, each, own / "artifacts");
  }
  files.put_away(nodes);
  const std::string file = with.build + "/Testing/Temporary/CTestCostData.txt";
  fs::create_directories(fs::path(file).parent_path(), ignored);
  cli::write_file(file, cluster::join_cost_data(
                            tools::read_file(file).value_or(""), costs));
}

/// For --last-failed.
void keep_failed(const run_settings& with, const tools::run_result& result) {
  std::vector<tools::numbered_test> failed;
  std::set<int> seen;
  for (const tools::test_result& each : result.tests) {
    const int number = static_cast<int>(each.number);
    if (each.counts_as_failure() && number > 0 && seen.insert(number).second) {
      failed.emplace_back(number, each.unit.empty() ? each.name : each.unit);
    }
  }
  std::error_code reported_by_writing;
  fs::create_directories(
      fs::path(tools::failed_tests_file(with.build)).parent_path(),
      reported_by_writing);
  tools::write_failed_tests(with.build, failed);
}

}  // namespace

joined_run join_nodes(
    const run_settings& with, const cluster_tests& tests,
    const std::vector<std::string>& nodes,
    const std::unordered_map<std::string, std::string>& outputs) {
  joined_run made;
  made.events = with.run_directory + "/events.ndjson";
  std::vector<tools::listed_test> chosen;
  for (const std::size_t at : tests.chosen) {
    chosen.push_back(tests.all[at]);
  }
  made.result = tools::build_run_result(join_logs(made.events), chosen);
  for (tools::test_result& test : made.result.tests) {
    std::string& output = test.attempts.back().output;
    const auto found = outputs.find(test.name);
    if (output.empty() && test.unit.empty() && found != outputs.end()) {
      output = found->second;
    }
  }
  collect_files(with, nodes);
  tools::find_artifacts(made.result,
                        tools::artifacts_directory_of(made.events));
  keep_failed(with, made.result);
  return made;
}

}  // namespace parallel_testing::run_command
