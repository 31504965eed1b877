// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/temp_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <parallel_testing/error.hpp>
#include <utility>

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

void remove_or_report(const std::string& path) {
  if (!remove_tree(path)) {
    os::say(
        fmt::format("cannot remove '{}': {}; it stays until the run is "
                    "collected",
                    path, std::strerror(errno)));
  }
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
  return make(label, of_worker_);
}

std::string temp_store::make_tree(std::string_view label,
                                  directory_modes inside) {
  tree_of_worker_.allow(std::move(inside));
  tree_ = make(label, tree_of_worker_);
  release(tree_, true);
  return tree_;
}

std::string temp_store::make(std::string_view label, spare_directory& spare) {
  const std::string base = fmt::format(
      "{}-{}", worker_id_,
      file_name(label, label_limit(parent_.path.size(), worker_id_.size())));
  const std::lock_guard<std::mutex> guard(mutex_);
  int& number = used_[base];
  for (int attempt = 0; attempt < most_names; ++attempt, ++number) {
    const std::string name =
        number == 0 ? base : fmt::format("{}-{}", base, number);
    if (create(name, spare) == 0) {
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

int temp_store::create(const std::string& name,
                       spare_directory& spare) noexcept {
  const int parent = parent_.fd.get();
  if (!spare_.empty() && rename_to_new(parent, spare_.c_str(), name.c_str())) {
    spare_.clear();
    return 0;
  }
  if (spare.take(parent, name.c_str())) {
    return 0;
  }
  return os::make_directory_at(parent, name.c_str(), private_mode);
}

void temp_store::continue_in_child() {
  released_.clear();
  spare_.clear();
  of_worker_ = {};
  tree_of_worker_ = {};
  tree_.clear();
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
  remove_or_report(path);
  return false;
}

bool temp_store::settle_for_reuse(const std::string& path,
                                  bool failed) noexcept {
  const std::string name = last_component(path);
  if (!spare_.empty() || !renew(parent_.fd.get(), name.c_str())) {
    return settle_one(path, failed);
  }
  if (keeps(path, failed)) {
    return true;
  }
  spare_ = name;
  return false;
}

bool temp_store::settle_for_next_test(const std::string& path,
                                      bool failed) noexcept {
  return settle_as(of_worker_, path, failed);
}

int temp_store::settle_tree_for_next_test(bool failed) noexcept {
  if (tree_.empty()) {
    return 0;
  }
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    released_.erase(std::remove(released_.begin(), released_.end(), tree_),
                    released_.end());
  }
  return settle_as(tree_of_worker_, tree_, failed) ? 1 : 0;
}

bool temp_store::settle_as(const spare_directory& spare,
                           const std::string& path, bool failed) noexcept {
  if (keeps(path, failed)) {
    return true;
  }
  if (!spare.keep(parent_.fd.get(), last_component(path).c_str())) {
    remove_or_report(path);
  }
  return false;
}

void temp_store::remove_spare() noexcept {
  if (!spare_.empty()) {
    ::unlinkat(parent_.fd.get(), spare_.c_str(), AT_REMOVEDIR);
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
