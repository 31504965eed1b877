// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/framework_listing.hpp"

#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <system_error>

#include "base/programs.hpp"
#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

/// A temporary directory, which the destructor removes.
class scratch {
 public:
  scratch() {
    std::string path =
        (fs::temp_directory_path() / "parallel-testing-XXXXXX").string();
    path_ = ::mkdtemp(path.data()) == nullptr ? "" : path;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    if (!path_.empty()) {
      fs::remove_all(path_, ignored);
    }
  }

  [[nodiscard]] std::string file(const char* name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

/// What starts the program in the directory and with the environment of its
/// listing.
std::vector<std::string> start_of(const discovered_target& target,
                                  const std::string& cmake) {
  std::vector<std::string> start{cmake, "-E", "env",
                                 PARALLEL_TESTING_UNSET_FRAMEWORK_VARIABLES};
  const listing_facts& given = target.listing;
  start.insert(start.end(), {cmake, "-E", "chdir", given.directory});
  if (!given.library_folders.empty()) {
    std::string path;
    for (const std::string& folder : given.library_folders) {
      path += folder + ":";
    }
    const char* const before = ::getenv("LD_LIBRARY_PATH");
    start.insert(start.end(), {cmake, "-E", "env",
                               "LD_LIBRARY_PATH=" + path +
                                   (before == nullptr ? "" : before)});
  }
  if (!given.environment.empty() || !given.environment_changes.empty()) {
    start.insert(start.end(), {cmake, "-E", "env"});
    start.insert(start.end(), given.environment.begin(),
                 given.environment.end());
    for (const std::string& each : given.environment_changes) {
      start.insert(start.end(), {"--modify", each});
    }
  }
  start.push_back(target.executable);
  return start;
}

}  // namespace

listed_cases ask_for_cases(const discovered_target& target,
                           const std::string& cmake,
                           const std::string& selector) {
  const listing_facts& given = target.listing;
  const framework_row* const row = framework_named(given.framework);
  if (row == nullptr) {
    return {};
  }
  const scratch place;
  const std::vector<std::string> start = start_of(target, cmake);
  listed_program program;
  program.version = given.framework_version;
  program.filter = given.filter;
  program.spec = given.spec;
  program.selector = selector;
  program.only_default = given.only_default;
  program.has_adapter = target.has_adapter;
  program.file = place.file("cases.xml");
  program.run = [&](const std::vector<std::string>& arguments,
                    listed_program::output which) {
    std::vector<std::string> line = start;
    line.insert(line.end(), arguments.begin(), arguments.end());
    line.insert(line.end(), given.arguments.begin(), given.arguments.end());
    return output_of(line,
                     which == listed_program::output::with_errors
                         ? diagnostics::read
                         : diagnostics::dropped,
                     std::chrono::seconds(given.time_limit_s))
        .out;
  };
  program.read_file = [&] { return read_file(program.file).value_or(""); };
  return row->rules().list(program);
}

}  // namespace parallel_testing::tools
