// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/configuration.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>

#include "base/nearest.hpp"
#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "ctest/build_tree.hpp"
#include "discovered/cmake_calls.hpp"
#include "lib/src/markers/marker.hpp"

namespace parallel_testing::verify_command {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> known_labels(std::begin(builtin_labels),
                                            std::end(builtin_labels));

/// Compares labels that no marker checked, such as those in PROPERTIES.
void judge_labels(const configuration& found, std::vector<problem>& into) {
  constexpr std::size_t least =
      4;  // shorter names are close to too many labels
  std::set<std::string> known(found.labels.begin(), found.labels.end());
  known.insert(known_labels.begin(), known_labels.end());
  for (const tools::listed_test& test : found.tests) {
    for (const std::string& label : test.items("LABELS")) {
      if (label.size() < least || !known.insert(label).second) {
        continue;
      }
      const std::string nearest = tools::nearest_name(label, known_labels);
      if (nearest.size() >= least) {
        into.push_back({fmt::format("the test '{}' has the label '{}', which "
                                    "is nearly '{}'",
                                    test.name, label, nearest),
                        "correct the label where it is set"});
      }
    }
  }
}

std::string first_line_with(const std::string& text, std::string_view start) {
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(start)) {
      return line.substr(start.size());
    }
  }
  return "";
}

std::vector<seen_preset> presets_for(const std::string& ctest,
                                     const std::string& build) {
  const std::string source = tools::cached_value(build, "CMAKE_HOME_DIRECTORY");
  const std::string cmake = tools::cached_value(build, "CMAKE_COMMAND");
  std::error_code problem;
  if (!fs::exists(source + "/CMakePresets.json", problem) &&
      !fs::exists(source + "/CMakeUserPresets.json", problem)) {
    return {};
  }
  std::vector<seen_preset> result;
  const std::vector<std::string> start{cmake, "-E", "chdir", source, ctest};
  const auto ask = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), start.begin(), start.end());
    return tools::output_of(arguments, tools::diagnostics::read).out;
  };
  for (const std::string& name : preset_names(ask({"--list-presets"}))) {
    const std::string text = ask({"--preset", name, "-N"});
    const std::string tree = first_line_with(text, "Test project ");
    if (!tree.empty() && fs::equivalent(tree, build, problem)) {
      const std::string total = first_line_with(text, "Total Tests: ");
      std::size_t count = 0;
      std::from_chars(total.data(), total.data() + total.size(), count);
      result.push_back({name, count});
    }
  }
  return result;
}

std::vector<std::string> declared_capacities(const std::string& build) {
  const auto text =
      tools::read_file(build + "/parallel_testing/capacities.cmake");
  std::vector<std::string> names;
  for (const auto& call : tools::parse_cmake_calls(text.value_or(""))) {
    constexpr std::string_view start = "_parallel_capacity_";
    if (call.name == "set" && !call.arguments.empty() &&
        call.arguments[0].starts_with(start)) {
      names.push_back(call.arguments[0].substr(start.size()));
    }
  }
  return names;
}

/// The lines that ctest prints in addition to its list.
std::vector<std::string> printed_while_loading(const std::string& ctest,
                                               const std::string& build) {
  std::istringstream text(tools::output_of({ctest, "--test-dir", build, "-N"},
                                           tools::diagnostics::only)
                              .out);
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    if (line.find_first_not_of(" \r\t") != std::string::npos) {
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace

check judge_configuration(const configuration& found) {
  std::vector<problem> problems;
  if (!found.printed.empty()) {
    std::string text = "ctest prints this while it loads the tests:";
    for (const std::string& line : found.printed) {
      text += "\n" + line;
    }
    problems.push_back({std::move(text), "do what the message suggests"});
  }
  for (const seen_preset& preset : found.presets) {
    if (preset.tests == 0) {
      problems.push_back(
          {fmt::format("the test preset '{}' selects no test", preset.name),
           "correct its filter: the names and labels in it are regular "
           "expressions that some test must match"});
    }
  }
  judge_labels(found, problems);
  const auto plural = [](std::size_t count) { return count == 1 ? "" : "s"; };
  return judged(
      "configuration",
      fmt::format("{} test preset{} for this build tree; {}",
                  found.presets.size(), plural(found.presets.size()),
                  found.capacities.empty()
                      ? "no capacities"
                      : fmt::format("capacities: {}",
                                    fmt::join(found.capacities, ", "))),
      std::move(problems));
}

std::vector<std::string> preset_names(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start == 0 || start == std::string::npos || line[start] != '"') {
      continue;
    }
    const std::size_t end = line.find('"', start + 1);
    if (end != std::string::npos) {
      names.push_back(line.substr(start + 1, end - start - 1));
    }
  }
  return names;
}

configuration configuration_of(const std::string& ctest,
                               const std::string& build) {
  return {printed_while_loading(ctest, build),
          presets_for(ctest, build),
          declared_capacities(build),
          {},
          {}};
}

}  // namespace parallel_testing::verify_command
