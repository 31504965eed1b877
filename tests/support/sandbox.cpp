// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/sandbox.hpp"

#include <filesystem>
#include <parallel_testing/names.hpp>
#include <system_error>
#include <utility>

namespace parallel_testing::support {

running_ctest::running_ctest(const command& started, std::string prefix,
                             std::string run_directory)
    : process_(started),
      prefix_(std::move(prefix)),
      run_directory_(std::move(run_directory)) {}

std::vector<note> running_ctest::notes() const {
  return read_notes(prefix_ + ".notes");
}

std::vector<tools::event> running_ctest::events() const {
  const std::string log = run_directory_ + "/events.ndjson";
  if (!std::filesystem::exists(log)) return {};
  return tools::load_event_logs({log}).events;
}

ctest_result running_ctest::wait() {
  ctest_result result;
  static_cast<finished_process&>(result) = process_.wait();
  result.notes = notes();
  if (std::filesystem::exists(prefix_ + ".xml")) {
    result.cases = read_junit(prefix_ + ".xml");
  }
  const std::string log = run_directory_ + "/events.ndjson";
  if (std::filesystem::exists(log)) {
    tools::event_log read = tools::load_event_logs({log});
    result.specs = tools::load_resource_specs(read);
    result.events = std::move(read.events);
    result.log_problems = std::move(read.problems);
  }
  return result;
}

std::vector<std::string> running_ctest::noted(const std::string& key) const {
  ctest_result so_far;
  so_far.notes = notes();
  return so_far.noted(key);
}

sandbox::sandbox(std::string build_directory)
    : sandbox(build_directory, build_directory) {}

sandbox::sandbox(std::string build_directory, std::string tests_directory)
    : build_(std::move(build_directory)),
      tests_(std::move(tests_directory)),
      environment_(clean_environment()) {
  for (const char* name : {"sections", "t"}) {
    std::filesystem::create_directory(path(name));
  }
  set("PARALLEL_TESTING_STATE_DIR", path("state"));
  set("PARALLEL_TESTING_TEMP_ROOT", path("t"));
  set("E2E_SECTIONS", path("sections"));
}

sandbox::~sandbox() {
  std::error_code ignored;
  for (const std::string& id : runs_) {
    std::filesystem::remove_all(runs_directory() + "/" + id, ignored);
  }
}

void sandbox::set(const std::string& name, const std::string& value) {
  environment_[name] = value;
}

void sandbox::unset(const std::string& name) {
  environment_.erase(name);
}

running_ctest sandbox::start_ctest(const std::vector<std::string>& arguments) {
  const std::string prefix = path("run" + std::to_string(++count_));
  command started;
  started.arguments = {TESTED_CTEST, "--test-dir", tests_, "--output-junit",
                       prefix + ".xml"};
  for (const char* argument :
       {"--test-output-size-passed", "1000000", "--test-output-size-failed",
        "1000000", "--timeout", "100"}) {
    started.arguments.emplace_back(argument);
  }
  started.arguments.insert(started.arguments.end(), arguments.begin(),
                           arguments.end());
  started.environment = environment_;
  started.environment["E2E_NOTES"] = prefix + ".notes";
  std::string& id = started.environment["PARALLEL_TESTING_RUN_ID"];
  if (id.empty()) id = unique_resource_name();
  runs_.push_back(id);
  return {started, prefix, runs_directory() + "/" + id};
}

ctest_result sandbox::ctest(const std::vector<std::string>& arguments) {
  return start_ctest(arguments).wait();
}

finished_process sandbox::run(const std::vector<std::string>& arguments) {
  command started;
  started.arguments = arguments;
  started.environment = environment_;
  started.environment["E2E_NOTES"] = path("run.notes");
  started.directory = tests_;
  return support::run(started);
}

std::string sandbox::path(const std::string& name) const {
  return directory_.path().string() + "/" + name;
}

std::string sandbox::runs_directory() const {
  return build_ + "/Testing/ParallelTesting/runs";
}

}  // namespace parallel_testing::support
