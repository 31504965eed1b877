// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/coverage.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/json.hpp"

namespace parallel_testing::verify_command {
namespace {

using nlohmann::json;

constexpr const char* check_name = "coverage";

/// The reports of the files, by file name.
std::map<std::string, json> files_of(const std::string& report) {
  std::map<std::string, json> files;
  const json root = json::parse(report);
  for (const json& each : root.at("files")) {
    files[each.at("file").get<std::string>()] = each;
  }
  return files;
}

}  // namespace

check judge_coverage(const std::optional<std::string>& parallel,
                     const std::optional<std::string>& serial) {
  if (!parallel && !serial) {
    return skipped(check_name, "the build tree does not measure coverage");
  }
  if (!parallel || !serial) {
    return judged(check_name, "only one of the runs left data",
                  {{fmt::format("the {} run left no coverage data",
                                parallel ? "serial" : "parallel"),
                    "see the warnings of `parallel-testing coverage`"}});
  }
  const auto one = files_of(*parallel);
  const auto other = files_of(*serial);
  std::set<std::string> names;
  for (const auto* files : {&one, &other}) {
    for (const auto& [file, report] : *files) {
      names.insert(file);
    }
  }
  std::vector<problem> problems;
  if (names.empty()) {
    problems.push_back({"no line is measured",
                        "check SOURCE_DIR and EXCLUDE of "
                        "parallel_add_coverage()"});
  }
  for (const std::string& file : names) {
    const auto in_one = one.find(file);
    const auto in_other = other.find(file);
    if (in_one == one.end() || in_other == other.end() ||
        in_one->second != in_other->second) {
      problems.push_back(
          {fmt::format("{}: the counts differ in parallel and one by one",
                       file),
           "look for tests whose paths through this file depend on time, "
           "threads or random numbers; `parallel-testing coverage -j 1`, run "
           "twice, shows them"});
    }
  }
  const std::string summary =
      fmt::format("{} files, {} of them with different counts", names.size(),
                  problems.size());
  return judged(check_name, summary, std::move(problems));
}

}  // namespace parallel_testing::verify_command
