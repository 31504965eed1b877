// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verify/targets.hpp"

#include <algorithm>
#include <unordered_map>

#include "explain/cmake_calls.hpp"

namespace parallel_testing::verify_command {
namespace {

using explain_command::cmake_call;

/// Variables that calls of set() and list(APPEND) leave behind.
class variables {
 public:
  explicit variables(const std::string& script) {
    for (const cmake_call& call : explain_command::parse_cmake_calls(script)) {
      const auto& given = call.arguments;
      if (call.name == "set" && given.size() == 2) {
        lists_[given[0]] = {given[1]};
      } else if (call.name == "list" && given.size() == 3) {
        append(given[1], given[2]);
      }
    }
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    const auto found = lists_.find(name);
    return found == lists_.end() || found->second.empty()
               ? ""
               : found->second.front();
  }

  /// Without empty items.
  [[nodiscard]] std::vector<std::string> items(const std::string& name) const {
    const auto found = lists_.find(name);
    std::vector<std::string> result;
    if (found != lists_.end()) {
      result = found->second;
      std::erase(result, "");
    }
    return result;
  }

  [[nodiscard]] bool is_true(const std::string& name) const {
    const std::string value = text(name);
    return value == "TRUE" || value == "1" || value == "ON";
  }

 private:
  void append(const std::string& name, const std::string& item) {
    constexpr const char* through_variable = "${_parallel_item}";
    lists_[name].push_back(item == through_variable ? text("_parallel_item")
                                                    : item);
  }

  std::unordered_map<std::string, std::vector<std::string>> lists_;
};

void read_manifest(test_target& into, const std::string& manifest) {
  for (const cmake_call& call : explain_command::parse_cmake_calls(manifest)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_manifest" && given.size() >= 2) {
      into.framework = given[1];
      into.framework_version = given.size() > 2 ? given[2] : "";
    } else if (call.name == "parallel_case" && given.size() >= 2) {
      into.cases.push_back({given[0], given[1]});
    }
  }
}

}  // namespace

test_target read_target(const explain_command::discovered_target& files) {
  const variables options(files.options);
  test_target result;
  result.call = options.text("option_call");
  result.executable = options.text("option_executable");
  result.directory = options.text("option_working_directory");
  if (result.directory.empty()) {
    result.directory = options.text("option_current_binary_dir");
  }
  result.arguments = options.items("option_discovery_extra_args");
  result.filter = options.text("option_test_filter");
  result.spec = options.items("option_test_spec");
  result.library_folders = options.items("option_dl_paths");
  result.labels = options.items("option_labels");
  const std::string dist = options.text("option_dist");
  result.shares_processes = (!dist.empty() && dist != "load") ||
                            !options.text("option_batch").empty();
  result.runs_here = options.items("option_launcher").empty() &&
                     !options.is_true("option_crosscompiling");
  read_manifest(result, files.manifest);
  return result;
}

}  // namespace parallel_testing::verify_command
