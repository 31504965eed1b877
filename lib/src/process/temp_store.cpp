// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/temp_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <sys/xattr.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <parallel_testing/error.hpp>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::size_t longest_path = 107 - 1 - 40;
constexpr std::size_t shortest_label = 8;
constexpr std::size_t longest_label = 40;
constexpr std::size_t room_for_number = 5;
constexpr int most_names = 100000;
constexpr mode_t private_mode = 0700;

/// Whether a directory is as make() left it.
bool is_untouched(const std::string& path) noexcept {
#ifdef __linux__
  constexpr mode_t permissions = 07777;
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         (status.st_mode & permissions) == private_mode &&
         status.st_uid == ::geteuid() && status.st_gid == ::getegid() &&
         ::llistxattr(path.c_str(), nullptr, 0) <= 0 && names_in(path).empty();
#else
  static_cast<void>(path);
  return false;
#endif
}

/// Renames a directory unless there is something with the new name.
bool rename_to_new(const std::string& from, int parent,
                   const std::string& to) noexcept {
#if defined(__linux__) && defined(SYS_renameat2)
  constexpr unsigned no_replace = 1;
  return ::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), parent, to.c_str(),
                   no_replace) == 0;
#else
  static_cast<void>(from);
  static_cast<void>(parent);
  static_cast<void>(to);
  return false;
#endif
}
}  // namespace

std::size_t label_limit(std::size_t parent_length, std::size_t worker_length) {
  const std::size_t taken =
      parent_length + 1 + worker_length + 1 + room_for_number;
  const std::size_t room = taken < longest_path ? longest_path - taken : 0;
  return std::clamp(room, shortest_label, longest_label);
}

void temp_store::open(private_directory parent, std::string worker_id,
                      temp_policy policy, event_log& log) {
  parent_ = std::move(parent);
  worker_id_ = std::move(worker_id);
  policy_ = policy;
  log_ = &log;
}

std::string temp_store::make(std::string_view label) {
  const std::string base = fmt::format(
      "{}-{}", worker_id_,
      file_name(label, label_limit(parent_.path.size(), worker_id_.size())));
  const std::lock_guard<std::mutex> guard(mutex_);
  int& number = used_[base];
  for (int attempt = 0; attempt < most_names; ++attempt, ++number) {
    const std::string name =
        number == 0 ? base : fmt::format("{}-{}", base, number);
    if (create(name) == 0) {
      ++number;
      std::string path = parent_.path + "/" + name;
      makers_[path] = os::process_id();
      log_->write_soon(events::directory_create{path});
      return path;
    }
    if (errno != EEXIST) {
      os::throw_error("cannot create a temporary directory",
                      parent_.path + "/" + name, errno,
                      "free some disk space or set PARALLEL_TESTING_TEMP_ROOT");
    }
  }
  throw error(
      fmt::format("'{}' contains {} directories named '{}-…'; remove them",
                  parent_.path, most_names, base));
}

int temp_store::create(const std::string& name) noexcept {
  if (!spare_.empty() && rename_to_new(spare_, parent_.fd.get(), name)) {
    spare_.clear();
    return 0;
  }
  return os::make_directory_at(parent_.fd.get(), name.c_str(), private_mode);
}

void temp_store::continue_in_child() {
  released_.clear();
  spare_.clear();
}

bool temp_store::is_created_here(const std::string& path) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = makers_.find(path);
  return found != makers_.end() && found->second == os::process_id();
}

void temp_store::release(const std::string& path, bool wait) noexcept {
  if (!wait) {
    settle_one(path, false);
    return;
  }
  const std::lock_guard<std::mutex> guard(mutex_);
  released_.push_back(path);
}

int temp_store::settle(bool failed) noexcept {
  std::vector<std::string> paths;
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    paths.swap(released_);
  }
  int kept = 0;
  for (const std::string& path : paths) {
    kept += settle_one(path, failed);
  }
  return kept;
}

bool temp_store::keeps(const std::string& path, bool failed) noexcept {
  forget(path);
  const bool keep =
      policy_ == temp_policy::all || (policy_ == temp_policy::failed && failed);
  if (keep) {
    const char* const reason = failed ? "failed" : "policy";
    os::say(fmt::format("kept {}", path));
    log_->write(events::directory_keep{path, reason});
    return true;
  }
  // Log the removal before it happens. In the other order, the event of the
  // next owner of the path could come first.
  log_->write_soon(events::directory_remove{path});
  return false;
}

bool temp_store::settle_one(const std::string& path, bool failed) noexcept {
  if (keeps(path, failed)) {
    return true;
  }
  if (!remove_tree(path)) {
    os::say(
        fmt::format("cannot remove '{}': {}; it stays until the run is "
                    "collected",
                    path, std::strerror(errno)));
  }
  return false;
}

bool temp_store::settle_for_reuse(const std::string& path,
                                  bool failed) noexcept {
  if (!spare_.empty() || !is_untouched(path)) {
    return settle_one(path, failed);
  }
  if (keeps(path, failed)) {
    return true;
  }
  spare_ = path;
  return false;
}

void temp_store::remove_spare() noexcept {
  if (!spare_.empty()) {
    ::rmdir(spare_.c_str());
    spare_.clear();
  }
}

void temp_store::forget(const std::string& path) noexcept {
  const std::lock_guard<std::mutex> guard(mutex_);
  makers_.erase(path);
}

void temp_store::remove(const std::string& path) {
  forget(path);
  log_->write(events::directory_remove{path});
  if (!remove_tree(path)) {
    os::throw_error("cannot remove temporary directory", path, errno,
                    "end the process that still writes to it");
  }
}

}  // namespace parallel_testing
