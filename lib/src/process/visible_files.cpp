// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/visible_files.hpp"

#include <sys/stat.h>

#include <tuple>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::size_t most_files = 10000;
}  // namespace

std::vector<visible_file> read_visible_files(const std::string& list_file) {
  const std::string text = require_whole(list_file, "the list of visible files",
                                         "configure the project again");
  std::vector<visible_file> files;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) {
      continue;
    }
    const std::size_t tab = line.find('\t');
    const bool has_path = tab != std::string_view::npos;
    visible_file file;
    file.name = line.substr(0, tab);
    file.path = has_path ? line.substr(tab + 1) : "";
    if (file.name.size() > 1 && file.name.back() == '/') {
      file.name.pop_back();
      file.is_empty_directory = true;
    }
    require_relative(file.name, "visible file");
    files.push_back(std::move(file));
  }
  return files;
}

bool copy_budget::takes(std::int64_t size) noexcept {
  if (size > largest_file || size > left_) {
    return false;
  }
  left_ -= size;
  return true;
}

bool visible_files::state::operator==(const state& other) const {
  return std::tie(device, number, size, seconds, nanoseconds) ==
         std::tie(other.device, other.number, other.size, other.seconds,
                  other.nanoseconds);
}

void visible_files::look(const std::string& path, bool follows, states& found) {
  struct stat status {};
  const int failed =
      follows ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status);
  if (failed != 0 || found.size() >= most_files) {
    return;
  }
  if (S_ISREG(status.st_mode)) {
    const timespec time = modification_time(status);
    found[path] = {static_cast<std::uint64_t>(status.st_dev),
                   static_cast<std::uint64_t>(status.st_ino), status.st_size,
                   time.tv_sec, time.tv_nsec};
  }
  if (!S_ISDIR(status.st_mode)) {
    return;
  }
  for (const std::string& name : names_in(path)) {
    look(path + "/" + name, false, found);
  }
}

void visible_files::watch(const std::string& path) {
  watched_.push_back(path);
  look(path, true, before_);
}

void visible_files::watch_copy(const std::string& copy,
                               const std::string& original) {
  originals_[copy] = original;
  look(copy, false, copies_before_);
}

std::vector<std::string> visible_files::changed_copies() const {
  std::vector<std::string> paths;
  for (const auto& [copy, original] : originals_) {
    states now;
    look(copy, false, now);
    const auto before = copies_before_.find(copy);
    const auto found = now.find(copy);
    const bool is_there = found != now.end();
    const bool was_there = before != copies_before_.end();
    const bool is_same =
        is_there && was_there && found->second == before->second;
    if (!is_same && (is_there || was_there)) {
      paths.push_back(original);
    }
  }
  return paths;
}

std::vector<std::string> visible_files::changed() const {
  states now;
  for (const std::string& path : watched_) {
    look(path, true, now);
  }
  std::vector<std::string> paths;
  // Beyond the limit it is unknown which files existed before.
  const bool knows_all = before_.size() < most_files;
  for (const auto& [path, seen] : now) {
    const auto found = before_.find(path);
    const bool is_new = found == before_.end();
    if (is_new ? knows_all : !(found->second == seen)) {
      paths.push_back(path);
    }
  }
  for (const auto& each : before_) {
    if (knows_all && now.count(each.first) == 0) {
      paths.push_back(each.first);
    }
  }
  return paths;
}

}  // namespace parallel_testing
