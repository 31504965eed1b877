// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the generated files as ctest does: from one CTestTestfile.cmake to the
// next.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "discovered/cmake_calls.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view include_end = "_include.cmake";

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class finder {
 public:
  explicit finder(const std::string& configuration)
      : end_(configuration.empty() ? "" : "-" + configuration) {}

  void read(const fs::path& directory) {
    if (!seen_.insert((directory / "").lexically_normal().string()).second) {
      return;
    }
    for (const cmake_call& call :
         parse_cmake_calls(content_of(directory / "CTestTestfile.cmake"))) {
      if (call.arguments.empty()) {
        continue;
      }
      const std::string& path = call.arguments[0];
      if (call.name == "subdirs" || call.name == "add_subdirectory") {
        read(directory / path);
      } else if (call.name == "include" && path.ends_with(include_end)) {
        add(directory / path.substr(0, path.size() - include_end.size()));
      }
    }
  }

  [[nodiscard]] std::vector<discovered_target> targets() {
    return std::move(targets_);
  }

 private:
  void add(const fs::path& base) {
    for (const std::string& start : {base.string(), base.string() + end_}) {
      std::error_code problem;
      const std::string options = start + "_options.cmake";
      if (fs::exists(options, problem)) {
        const std::string units = start + "_units.txt";
        targets_.push_back(parse_target({content_of(options),
                                         content_of(start + "_manifest.cmake"),
                                         content_of(units)}));
        targets_.back().units_file = fs::path(units).filename().string();
        return;
      }
    }
  }

  std::string end_;
  std::set<std::string> seen_;
  std::vector<discovered_target> targets_;
};

}  // namespace

discovery read_discovery(const std::string& build,
                         const std::string& configuration) {
  discovery found;
  finder files(configuration);
  files.read(build);
  found.targets = files.targets();
  found.added = parse_added_tests(
      content_of(fs::path(build) / "parallel_testing" / "added_tests.cmake"));
  return found;
}

}  // namespace parallel_testing::io
