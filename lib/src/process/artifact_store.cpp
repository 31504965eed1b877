// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/artifact_store.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <exception>
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

namespace {

constexpr std::size_t longest_readable_name = 100;
constexpr int digits_of_instance = 16;
constexpr int deepest_artifact = 50;

/// The variables that name the directory. They are never moved, and their text
/// changes in place, because another thread may read the environment at any
/// time.
struct exported_path {
  std::array<char, PATH_MAX + 40> own;
  std::array<char, PATH_MAX + 40> of_bazel;
};
exported_path variables_of_artifacts;

void assign(std::array<char, PATH_MAX + 40>& entry, const char* name,
            const std::string& path) noexcept {
  const std::string_view start(name);
  const bool is_set = entry[0] != '\0';
  char* const value = entry.data() + start.size() + 1;
  const std::size_t size = std::min<std::size_t>(path.size(), PATH_MAX);
  std::memcpy(value, path.data(), size);
  value[size] = '\0';
  if (!is_set) {
    std::memcpy(entry.data(), start.data(), start.size());
    entry[start.size()] = '=';
    ::putenv(entry.data());
  }
}

constexpr const char* remedy_for_artifacts =
    "remove it; artifacts are in the directory of the run";

/// The directory `name`, which belongs to this user; no other user may enter
/// it. Programs of a test may have created it with other permissions.
unique_fd open_own(int parent, const std::string& name,
                   const std::string& path) {
  if (os::make_directory_at(parent, name.c_str(), 0700) != 0 &&
      errno != EEXIST) {
    os::throw_error("cannot create directory", path, errno,
                    "free some disk space");
  }
  unique_fd opened(
      os::open_at(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  if (!opened) {
    os::throw_error("refusing directory", path, errno, remedy_for_artifacts);
  }
  struct stat status {};
  if (::fstat(opened.get(), &status) != 0 || status.st_uid != ::geteuid()) {
    throw error(fmt::format(
        "refusing directory '{}': it belongs to user {}, not to user {}; {}",
        path, status.st_uid, ::geteuid(), remedy_for_artifacts));
  }
  if ((status.st_mode & 077) != 0) {
    ::fchmod(opened.get(), 0700);
  }
  return opened;
}

/// The regular files below the directory. Does not follow links.
void add_files(const std::string& directory, int depth,
               std::vector<artifact_file>& into) {
  if (depth > deepest_artifact) {
    return;
  }
  for (const std::string& name : names_in(directory)) {
    const std::string path = directory + "/" + name;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
      continue;
    }
    if (S_ISDIR(status.st_mode)) {
      add_files(path, depth + 1, into);
    } else if (S_ISREG(status.st_mode)) {
      into.push_back({path, static_cast<std::uint64_t>(status.st_size)});
    }
  }
}

std::string mebibytes(std::uint64_t bytes) {
  constexpr double mebibyte = 1U << 20U;
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / mebibyte);
}

}  // namespace

std::vector<artifact_file> files_beyond(std::vector<artifact_file> files,
                                        std::uint64_t limit) {
  std::sort(files.begin(), files.end(),
            [](const artifact_file& one, const artifact_file& other) {
              return one.size != other.size ? one.size > other.size
                                            : one.path < other.path;
            });
  std::uint64_t total = 0;
  for (const artifact_file& each : files) {
    total += each.size;
  }
  std::size_t removed = 0;
  while (removed < files.size() && total > limit) {
    total -= files[removed].size;
    ++removed;
  }
  files.resize(removed);
  return files;
}

std::string artifact_directory_name(std::string_view test,
                                    std::string_view instance) {
  const std::uint64_t number =
      hash(std::string(test) + "\n" + std::string(instance));
  return file_name(test, longest_readable_name) + "-" +
         hex(number, digits_of_instance);
}

void artifact_store::open(const std::string& run_directory,
                          const settings& from, event_log& log) {
  if (run_directory.empty()) {
    return;
  }
  root_ = run_directory + "/artifacts";
  policy_ = from.artifacts_policy;
  if (from.retention == 0 && policy_ == temp_policy::failed) {
    policy_ = temp_policy::none;
  }
  limit_ = from.artifacts_limit;
  // A test that Bazel starts directly keeps the directory of Bazel.
  leaves_bazels_ = !from.started_by_ctest &&
                   ::getenv("TEST_UNDECLARED_OUTPUTS_DIR") != nullptr;
  log_ = &log;
}

void artifact_store::adopt(std::string path) {
  path_ = std::move(path);
}

void artifact_store::begin(const std::string& name) {
  if (root_.empty()) {
    return;
  }
  const std::lock_guard<std::mutex> guard(mutex_);
  const bool continues = name == name_ && count_ == 1 && !is_logged_;
  if (continues) {
    return;  // the only case of its process
  }
  name_ = name;
  ++count_;
  is_logged_ = false;
  is_settled_ = false;
  path_ = root_ + "/" +
          artifact_directory_name(name, fmt::format("{} {} {}", ::getpid(),
                                                    monotonic_ns(), count_));
  export_path();
}

void artifact_store::export_path() noexcept {
  assign(variables_of_artifacts.own, "PARALLEL_TESTING_ARTIFACTS", path_);
  if (!leaves_bazels_) {
    assign(variables_of_artifacts.of_bazel, "TEST_UNDECLARED_OUTPUTS_DIR",
           path_);
  }
}

std::string artifact_store::path() {
  const std::lock_guard<std::mutex> guard(mutex_);
  return path_;
}

/// Creates the directory of the case, and the one that contains it. Returns the
/// latter.
unique_fd artifact_store::create() {
  const std::string root = path_.substr(0, path_.rfind('/'));
  unique_fd parent = open_own(AT_FDCWD, root, root);
  const std::string name = last_component(path_);
  if (!spare_.take(parent.get(), name.c_str())) {
    const unique_fd created = open_own(parent.get(), name, path_);
  }
  return parent;
}

std::string artifact_store::use() {
  const std::lock_guard<std::mutex> guard(mutex_);
  static_cast<void>(create());
  is_settled_ = false;
  if (log_ != nullptr && !is_logged_) {
    is_logged_ = true;
    log_->write(events::artifacts{name_, last_component(path_)});
  }
  return path_;
}

void artifact_store::prepare() {
  const std::lock_guard<std::mutex> guard(mutex_);
  opened_root_ = create();
}

bool artifact_store::keep_for_next_test() noexcept {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (!opened_root_ || is_settled_) {
    return false;
  }
  is_settled_ = spare_.keep(opened_root_.get(), last_component(path_).c_str());
  return is_settled_;
}

bool artifact_store::keeps(bool failed) const noexcept {
  return policy_ == temp_policy::all ||
         (policy_ == temp_policy::failed && failed);
}

void artifact_store::limit_size() {
  std::vector<artifact_file> files;
  add_files(path_, 0, files);
  const std::vector<artifact_file> removed =
      files_beyond(std::move(files), limit_);
  for (const artifact_file& each : removed) {
    ::unlink(each.path.c_str());
    const std::string text = fmt::format(
        "removed the artifact '{}' ({}) of {}: the artifacts of a test may "
        "take {}; set PARALLEL_TESTING_ARTIFACTS_LIMIT to keep more",
        each.path.substr(path_.size() + 1), mebibytes(each.size), name_,
        mebibytes(limit_));
    os::say(text);
    log_->write(events::warning{text});
  }
}

void artifact_store::settle_existing(bool failed) {
  if (!keeps(failed)) {
    if (!remove_tree(path_)) {
      os::say(fmt::format(
          "cannot remove '{}': {}; it stays until the run is collected", path_,
          std::strerror(errno)));
    }
    return;
  }
  limit_size();
  ++kept_;
  os::say(fmt::format("kept artifacts in {}", path_));
  if (!is_logged_) {
    log_->write(events::artifacts{name_, last_component(path_)});
  }
}

void artifact_store::settle(bool failed) noexcept {
  if (root_.empty()) {
    return;
  }
  try {
    const std::lock_guard<std::mutex> guard(mutex_);
    if (std::exchange(is_settled_, true) || path_.empty()) {
      return;
    }
    // Succeeds for a directory in which nothing was written. The usual answer
    // is that there is none: a program of the test may have created it.
    if (::rmdir(path_.c_str()) != 0 && errno != ENOENT) {
      settle_existing(failed);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
}

}  // namespace parallel_testing
