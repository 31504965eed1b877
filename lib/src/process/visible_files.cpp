// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/visible_files.hpp"

#include <sys/stat.h>

#include <tuple>

#include "base/files.hpp"

namespace parallel_testing {

namespace {
constexpr std::size_t most_files = 10000;
}  // namespace

bool visible_files::state::operator==(const state& other) const {
  return std::tie(device, number, size, seconds, nanoseconds) ==
         std::tie(other.device, other.number, other.size, other.seconds,
                  other.nanoseconds);
}

void visible_files::look(const std::string& path, bool follows, states& found) {
  struct stat status {};
  const int failed =
      follows ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status);
  if (failed != 0 || found.size() >= most_files) return;
  if (S_ISREG(status.st_mode)) {
#ifdef __APPLE__
    const timespec& time = status.st_mtimespec;
#else
    const timespec& time = status.st_mtim;
#endif
    found[path] = {static_cast<std::uint64_t>(status.st_dev),
                   static_cast<std::uint64_t>(status.st_ino), status.st_size,
                   time.tv_sec, time.tv_nsec};
  }
  if (!S_ISDIR(status.st_mode)) return;
  for (const std::string& name : names_in(path)) {
    look(path + "/" + name, false, found);
  }
}

void visible_files::watch(const std::string& path) {
  watched_.push_back(path);
  look(path, true, before_);
}

std::vector<std::string> visible_files::changed() const {
  states now;
  for (const std::string& path : watched_) look(path, true, now);
  std::vector<std::string> paths;
  // Beyond the limit it is unknown which files existed before.
  const bool knows_all = before_.size() < most_files;
  for (const auto& [path, seen] : now) {
    const auto found = before_.find(path);
    const bool is_new = found == before_.end();
    if (is_new ? knows_all : !(found->second == seen)) paths.push_back(path);
  }
  for (const auto& each : before_) {
    if (knows_all && now.count(each.first) == 0) paths.push_back(each.first);
  }
  return paths;
}

}  // namespace parallel_testing
