// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/merge_artifacts.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <unordered_map>

#include "cli/output_file.hpp"
#include "commands/merge/merge_events.hpp"
#include "results/artifacts.hpp"

namespace parallel_testing::merge_command {
namespace {

namespace fs = std::filesystem;

std::vector<fs::directory_entry> entries_of(const std::string& directory) {
  std::vector<fs::directory_entry> entries;
  std::error_code problem;
  for (auto each = fs::directory_iterator(directory, problem);
       !problem && each != fs::directory_iterator(); each.increment(problem)) {
    entries.push_back(*each);
  }
  return entries;
}

std::size_t copy_directory(const std::string& from, const std::string& into) {
  std::size_t files = 0;
  std::error_code problem;
  fs::create_directories(into, problem);
  for (const fs::directory_entry& each : entries_of(from)) {
    const std::string to = into + "/" + each.path().filename().string();
    std::error_code unknown;
    const fs::file_status status = each.symlink_status(unknown);
    if (fs::is_directory(status)) {
      files += copy_directory(each.path().string(), to);
    } else if (fs::is_regular_file(status)) {
      fs::copy_file(each.path(), to, fs::copy_options::overwrite_existing,
                    problem);
      if (problem) {
        cli::fail_to_write(to, problem);
      }
      ++files;
    }
  }
  return files;
}

}  // namespace

std::vector<found_artifacts> find_artifacts_of(
    const std::vector<std::string>& logs) {
  std::vector<found_artifacts> found;
  for (std::size_t at = 0; at < logs.size(); ++at) {
    const std::string directory = tools::artifacts_directory_of(logs[at]);
    std::error_code problem;
    if (!fs::is_directory(fs::symlink_status(directory, problem))) {
      continue;
    }
    for (const fs::directory_entry& each : entries_of(directory)) {
      const std::string name = each.path().filename().string();
      std::error_code unknown;
      if (tools::is_artifacts_name(name) &&
          fs::is_directory(each.symlink_status(unknown))) {
        found.push_back(
            {each.path().string(), name, merged_artifacts_name(at + 1, name)});
      }
    }
  }
  return found;
}

std::size_t copy_artifacts(const std::vector<found_artifacts>& found,
                           const std::string& into) {
  std::size_t files = 0;
  for (const found_artifacts& each : found) {
    files += copy_directory(each.from, into + "/" + each.merged_name);
  }
  return files;
}

std::string with_attachments_in(const std::string& text,
                                const std::vector<found_artifacts>& found,
                                const std::string& into) {
  constexpr std::string_view mark = "[[ATTACHMENT|";
  constexpr std::string_view folder = "artifacts/";
  std::unordered_map<std::string, std::string> new_names;
  for (const found_artifacts& each : found) {
    new_names.emplace(each.name, each.merged_name);
  }
  std::string result;
  std::size_t used = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, used)) {
    const std::size_t begin = at + mark.size();
    const std::size_t end = std::min(text.find(']', begin), text.size());
    const std::string path = text.substr(begin, end - begin);
    result += text.substr(used, begin - used);
    used = end;
    const std::size_t in = path.rfind("/" + std::string(folder));
    const std::size_t start =
        in == std::string::npos && path.starts_with(folder) ? folder.size()
        : in == std::string::npos                           ? path.size()
                                  : in + 1 + folder.size();
    const std::size_t slash = std::min(path.find('/', start), path.size());
    const auto known = new_names.find(path.substr(start, slash - start));
    result += known == new_names.end()
                  ? path
                  : into + "/" + known->second + path.substr(slash);
  }
  return result + text.substr(used);
}

}  // namespace parallel_testing::merge_command
