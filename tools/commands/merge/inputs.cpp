// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "commands/coverage/data/data.hpp"
#include "trends/case_history.hpp"

namespace parallel_testing::merge_command {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 30U;

std::vector<std::string>* place_of(const fs::path& path, inputs& into) {
  std::string extension = path.extension().string();
  std::transform(
      extension.begin(), extension.end(), extension.begin(),
      [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension == ".ndjson") {
    return &into.events;
  }
  if (extension == ".xml") {
    return &into.junit;
  }
  const std::string name = path.filename().string();
  if (name == coverage_command::data_mark) {
    return &into.coverage;
  }
  return name == "times.txt" || name == "CTestCostData.txt" ? &into.times
                                                            : nullptr;
}

/// Does not follow links, which may form a cycle.
std::vector<fs::path> files_below(const std::string& directory) {
  std::vector<fs::path> files;
  std::error_code problem;
  for (auto each = fs::recursive_directory_iterator(
           directory, fs::directory_options::skip_permission_denied, problem);
       !problem && each != fs::recursive_directory_iterator();
       each.increment(problem)) {
    const std::string name = each->path().filename().string();
    // Tests wrote the artifacts; the logs of nodes are read with that of the
    // run.
    const bool is_of_run =
        (name == "artifacts" || name == "nodes" || name == "work") &&
        fs::exists(each->path().parent_path() / "events.ndjson", problem);
    if (is_of_run) {
      each.disable_recursion_pending();
    } else if (each->is_regular_file(problem)) {
      files.push_back(each->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Adds a file only once, even if it was named twice or is in two directories.
void add_once(const fs::path& path, std::vector<std::string>& to) {
  std::error_code problem;
  const bool is_there =
      std::any_of(to.begin(), to.end(), [&](const std::string& other) {
        return fs::equivalent(path, other, problem);
      });
  if (!is_there) {
    to.push_back(path.string());
  }
}

}  // namespace

inputs collect_inputs(const std::vector<std::string>& given) {
  inputs result;
  for (const std::string& path : given) {
    std::error_code problem;
    if (fs::is_directory(path, problem)) {
      for (const fs::path& file : files_below(path)) {
        auto* const place = place_of(file, result);
        // A build tree also has the history of its runs.
        if (place != nullptr && !tools::is_history_file(file.string())) {
          add_once(file, *place);
        }
      }
      continue;
    }
    if (!fs::exists(path, problem)) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("'{}' does not exist; pass the files of the shards, or a "
                      "directory with them",
                      path));
    }
    auto* const place = place_of(path, result);
    if (place == nullptr) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("'{}' is not one of *.ndjson (events), *.xml (JUnit), "
                      "times.txt and CTestCostData.txt",
                      path));
    }
    if (!fs::is_regular_file(path, problem)) {
      throw cli::failure(cli::exit_usage,
                         fmt::format("'{}' is not a regular file", path));
    }
    add_once(path, *place);
  }
  return result;
}

std::string read_whole(const std::string& path) {
  std::error_code problem;
  const std::uintmax_t size = fs::file_size(path, problem);
  if (!problem && size > most_bytes) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' has {} bytes, which is too large for a report", path,
                    size));
  }
  const std::optional<std::string> text = tools::read_file(path);
  if (!text) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("'{}' cannot be read", path));
  }
  return *text;
}

}  // namespace parallel_testing::merge_command
