// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeded_suite.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "support/files.hpp"

namespace parallel_testing::tool_test {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t port_count = 24;

/// The command of a test or of a preparation.
std::vector<std::string> command_of(const std::string& actions) {
  if (actions.starts_with("sh ")) return {"/bin/sh", "-c", actions.substr(3)};
  std::istringstream words(actions);
  std::vector<std::string> result{SEED};
  for (std::string word; words >> word;) result.push_back(word);
  if (result.size() > 1 && result[1] == "static") {
    result.erase(result.begin() + 1);
    result[0] = STATIC_SEED;
  }
  return result;
}

std::string quoted(const std::vector<std::string>& arguments) {
  std::string result;
  for (const std::string& each : arguments) result += " [==[" + each + "]==]";
  return result;
}

fs::path make_box() {
  std::string path = BOXES "/seeds-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), path);
  }
  return path;
}

support::child_process sleeper() {
  support::command started;
  started.arguments = {"/bin/sleep", "1000"};
  return support::child_process(started);
}

}  // namespace

seeded_suite::seeded_suite(const std::vector<seed_group>& groups)
    : box_(make_box()), ports_(reserve_ports(port_count)), victim_(sleeper()) {
  for (const char* each : {"build", "files", "home", "tmp"}) {
    fs::create_directories(box_ / each);
  }
  set_variables();
  std::string tests;
  for (const seed_group& each : groups) {
    prepare(each);
    tests += registration(each);
  }
  support::write_file(build() + "/CTestTestfile.cmake", tests);
  support::write_file(build() + "/CMakeCache.txt",
                      "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n");
}

seeded_suite::~seeded_suite() {
  std::error_code ignored;
  fs::remove_all(box_, ignored);
}

support::finished_process seeded_suite::run(
    std::vector<std::string> arguments) const {
  support::command command;
  command.arguments = std::move(arguments);
  command.environment = environment_;
  command.directory = build();
  return support::run(command);
}

std::string seeded_suite::expanded(std::string text) const {
  // The longest first: PORT_1 begins PORT_10.
  for (auto each = environment_.rbegin(); each != environment_.rend(); ++each) {
    const std::string name = "$" + each->first;
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) {
      text.replace(at, name.size(), each->second);
    }
  }
  return text;
}

support::command seeded_suite::started(const std::string& actions) const {
  support::command result;
  result.arguments = command_of(actions);
  result.environment = environment_;
  result.directory = files();
  return result;
}

void seeded_suite::set_variables() {
  environment_["HOME"] = box_.string() + "/home";
  environment_["TMPDIR"] = box_.string() + "/tmp";
  environment_["UNIQUE"] = std::to_string(ports_.front().number());
  environment_["VICTIM"] = std::to_string(victim_.pid());
  for (std::size_t at = 0; at < ports_.size(); ++at) {
    environment_["PORT_" + std::to_string(at + 1)] =
        std::to_string(ports_[at].number());
  }
}

void seeded_suite::prepare(const seed_group& group) const {
  for (const std::string& each : group.given) {
    const support::finished_process ended = support::run(started(each));
    if (ended.exit_code != 0) {
      throw std::runtime_error(group.name + ": " + each + ": " + ended.output);
    }
  }
}

std::string seeded_suite::registration(const seed_group& group) const {
  std::string text;
  const auto add = [&](const std::string& name, const std::string& actions,
                       const std::string& properties) {
    text += "add_test(" + name + quoted(command_of(actions)) + ")\n" +
            "set_tests_properties(" + name +
            " PROPERTIES TIMEOUT 60 WORKING_DIRECTORY [==[" + files() +
            "]==] " + properties + ")\n";
  };
  std::string required;
  if (!group.setup.empty()) {
    add(group.name + ".setup", group.setup, "FIXTURES_SETUP " + group.name);
    required = "FIXTURES_REQUIRED " + group.name + " ";
  }
  for (const seed_test& each : group.tests) {
    add(each.name, each.actions, required + each.properties);
  }
  if (!group.cleanup.empty()) {
    add(group.name + ".cleanup", group.cleanup,
        "FIXTURES_CLEANUP " + group.name);
  }
  return text;
}

}  // namespace parallel_testing::tool_test
