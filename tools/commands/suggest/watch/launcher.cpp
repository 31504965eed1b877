// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/launcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/programs.hpp"
#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "discovered/cmake_calls.hpp"
#include "lib/src/base/process_info.hpp"
#include "lib/src/base/text.hpp"
#include "observed/record_of_test.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* launcher_name = "parallel-testing-launcher";

/// The launcher that the configure step of ParallelTesting chose for the tests
/// of a build tree; "" if there is none.
std::string launcher_of_tree(const std::string& build) {
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::directory_iterator(build + "/parallel_testing", problem)) {
    const std::string file = each.path().filename().string();
    if (!file.starts_with("launcher") || !file.ends_with(".cmake")) {
      continue;
    }
    for (const tools::cmake_call& call : tools::parse_cmake_calls(
             tools::read_file(each.path().string()).value_or(""))) {
      if (call.name == "_parallel_launcher_is" && !call.arguments.empty() &&
          tools::is_program(call.arguments.front())) {
        return call.arguments.front();
      }
    }
  }
  return "";
}

}  // namespace

std::vector<std::string> launcher_places(
    const std::string& own, const std::string& build_tree_launcher) {
  const fs::path directory = fs::path(own).parent_path();
  std::vector<std::string> places{(directory / launcher_name).string()};
  for (const char* relative : {PARALLEL_TESTING_LAUNCHER_IN_PACKAGE,
                               PARALLEL_TESTING_LAUNCHER_IN_BUILD_TREE}) {
    places.push_back(
        (directory / relative / launcher_name).lexically_normal().string());
  }
  if (!build_tree_launcher.empty()) {
    places.push_back(build_tree_launcher);
  }
  return places;
}

std::string find_launcher(const std::string& build) {
  const std::vector<std::string> places =
      launcher_places(tools::own_program(), launcher_of_tree(build));
  const auto found =
      std::find_if(places.begin(), places.end(), tools::is_program);
  if (found != places.end()) {
    return *found;
  }
  throw cli::failure(
      cli::exit_environment,
      fmt::format("the launcher, which watches tests, is missing; build the "
                  "target parallel_testing_launcher, or install the package "
                  "again (looked for {})",
                  fmt::join(places, ", ")));
}

trial try_launcher(const std::string& launcher, const std::string& file) {
  trial result;
  if (std::getenv(observer_variable) != nullptr) {
    result.refusal =
        "this process is watched already, and its tests would be part of it";
    return result;
  }
  const tools::program_output ended =
      tools::output_of(std::vector<std::string>{launcher, "--observe=" + file,
                                                "--", "/bin/sh", "-c", ":"},
                       tools::diagnostics::read);
  result.refusal = ended.out.substr(0, ended.out.find_last_not_of('\n') + 1);
  std::ifstream record(file, std::ios::binary);
  if (ended.exit_code != 0 || !record) {
    return result;
  }
  try {
    result.note = tools::read_record_of_test(record).head.note;
    result.watched = true;
  } catch (const tools::record_error& refused) {
    result.refusal = fmt::format(
        "{} wrote a record that this program cannot "
        "read: {}",
        launcher, refused.what());
  }
  return result;
}

std::vector<std::string> isolations_by(const std::string& launcher) {
  const tools::program_output found = tools::output_of(
      std::vector<std::string>{launcher, "--probe=network,tmp,ipc"},
      tools::diagnostics::dropped);
  std::vector<std::string> kinds;
  std::string_view text = found.out;
  text = text.substr(0, text.find('\n'));
  for (const std::string_view each : split(text, ',')) {
    if (!each.empty()) {
      kinds.emplace_back(each);
    }
  }
  return kinds;
}

}  // namespace parallel_testing::suggest_command
