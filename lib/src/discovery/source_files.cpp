// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/source_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace parallel_testing {

namespace {

bool is_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  return parts;
}

std::string joined_from(const std::vector<std::string_view>& parts,
                        std::size_t first) {
  std::string result;
  for (std::size_t at = first; at < parts.size(); ++at) {
    result += result.empty() ? "" : "/";
    result += parts[at];
  }
  return result;
}

/// The number of equal parts at the end.
std::size_t common_end(const std::vector<std::string_view>& one,
                       const std::vector<std::string_view>& other) {
  const auto ends =
      std::mismatch(one.rbegin(), one.rend(), other.rbegin(), other.rend());
  return static_cast<std::size_t>(ends.first - one.rbegin());
}

}  // namespace

std::string normal_path(std::string_view path) {
  const bool is_absolute = starts_with(path, "/");
  std::vector<std::string_view> parts = parts_of(path);
  while (is_absolute && !parts.empty() && parts.front() == "..") {
    parts.erase(parts.begin());
  }
  return (is_absolute ? "/" : "") + joined_from(parts, 0);
}

source_files::source_files(const std::vector<std::string>& files,
                           std::vector<std::string> directories)
    : directories_(std::move(directories)) {
  for (const std::string& file : files) {
    of_files_.insert(file.substr(0, file.rfind('/')));
    auto& same_name = files_by_name_[file.substr(file.rfind('/') + 1)];
    if (std::find(same_name.begin(), same_name.end(), file) ==
        same_name.end()) {
      same_name.push_back(file);
    }
  }
}

const std::string& source_files::find(const std::string& written) {
  const auto known = found_.find(written);
  return known != found_.end()
             ? known->second
             : found_.emplace(written, search(written)).first->second;
}

std::string source_files::search(const std::string& written) const {
  if (written.empty() || (written[0] == '/' && is_file(written))) {
    return written;
  }
  const std::vector<std::string_view> parts = parts_of(written);
  const candidate compiled = compiled_file(parts);
  const bool is_whole =
      compiled.common == parts.size() && !compiled.path.empty();
  if (is_whole) {
    return compiled.path;
  }
  if (written[0] != '/') {
    // Unchanged, including "../".
    for (const std::string& directory : directories_) {
      std::string path = normal_path(directory + "/" + written);
      if (is_file(path)) {
        return path;
      }
    }
  }
  const candidate below = file_below(parts);
  const bool is_better =
      compiled.path.empty() || below.common > compiled.common;
  const std::string& result = is_better ? below.path : compiled.path;
  return result.empty() ? written : result;
}

source_files::candidate source_files::compiled_file(
    const std::vector<std::string_view>& parts) const {
  candidate result;
  const auto same_name = parts.empty()
                             ? files_by_name_.end()
                             : files_by_name_.find(std::string(parts.back()));
  if (same_name == files_by_name_.end()) {
    return result;
  }
  for (const std::string& file : same_name->second) {
    const std::size_t common = common_end(parts, parts_of(file));
    if (common == result.common) {
      result.path.clear();
    }
    if (common > result.common) {
      result = {file, common};
    }
  }
  return result;
}

source_files::candidate source_files::file_below(
    const std::vector<std::string_view>& parts) const {
  for (std::size_t first = 0; first < parts.size(); ++first) {
    if (parts[first] == "..") {
      continue;
    }
    const std::string end = joined_from(parts, first);
    for (const std::string& directory : directories_) {
      std::string path = directory + "/" + end;
      if (is_file(path)) {
        return {std::move(path), parts.size() - first};
      }
    }
    std::string path = file_beside(end);
    if (!path.empty()) {
      return {std::move(path), parts.size() - first};
    }
  }
  return {};
}

std::string source_files::file_beside(const std::string& end) const {
  std::string result;
  for (const std::string& directory : of_files_) {
    std::string path = directory + "/" + end;
    if (!is_file(path)) {
      continue;
    }
    if (!result.empty()) {
      return "";
    }
    result = std::move(path);
  }
  return result;
}

source_files parse_source_files(std::string_view text) {
  std::vector<std::string> files;
  std::vector<std::string> directories;
  std::string base;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || tab + 1 == line.size()) {
      continue;
    }
    const std::string_view what = line.substr(0, tab);
    std::string path(line.substr(tab + 1));
    if (what == "base") {
      base = std::move(path);
    } else if (what == "directory") {
      directories.push_back(std::move(path));
    } else if (what == "file") {
      files.push_back(normal_path(path[0] == '/' ? path : base + "/" + path));
    }
  }
  return {files, std::move(directories)};
}

}  // namespace parallel_testing
