// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tool_run.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "support/files.hpp"

namespace parallel_testing::tool_test {

using nlohmann::json;
using support::finished_process;

tool_run::tool_run()
    : id_("tool_" + std::filesystem::path(box_.path("x"))
                        .parent_path()
                        .filename()
                        .string()) {
  std::filesystem::create_directories(box_.path("outcomes"));
  box_.set("OUTCOMES", box_.path("outcomes"));
  box_.set("PARALLEL_TESTING_RUN_ID", id_);
  box_.forget_run(id_);
}

finished_process tool_run::tool(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), TESTED_TOOL);
  return box_.run(arguments);
}

finished_process tool_run::operator()(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "run");
  if (std::find(arguments.begin(), arguments.end(), "--ctest") ==
      arguments.end()) {
    arguments.insert(arguments.end(), {"--ctest", TESTED_CTEST});
  }
  return tool(std::move(arguments));
}

std::string tool_run::logged() const {
  std::string text;
  for (const std::string& line : support::read_lines(events())) {
    text += line + "\n";
  }
  return text;
}

json tool_run::as_json(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  const finished_process ended = (*this)(arguments);
  exit_code = ended.exit_code;
  return json_in(ended.output);
}

json json_in(const std::string& output) {
  const std::size_t start = output.find("{\n");
  if (start == std::string::npos) throw std::runtime_error(output);
  return json::parse(output.substr(start, output.rfind("}\n") + 1 - start));
}

std::string name_of(const json& test) {
  const std::string unit = test.at("unit");
  return (unit.empty() ? "" : unit + "/") + test.at("name").get<std::string>();
}

outcomes outcomes_in(const json& run) {
  outcomes result;
  for (const json& test : run.at("tests")) {
    result[name_of(test)] = test.at("outcome");
  }
  return result;
}

json test_in(const json& run, const std::string& name) {
  for (const json& test : run.at("tests")) {
    if (name_of(test) == name) return test;
  }
  return {};
}

std::string message_of(const json& run, const std::string& name) {
  return test_in(run, name).at("attempts").at(0).at("message");
}

}  // namespace parallel_testing::tool_test
