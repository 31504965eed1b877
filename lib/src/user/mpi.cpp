// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/file.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <parallel_testing/error.hpp>
#include <parallel_testing/mpi.hpp>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "process/process.hpp"
#include "ranks/rank_identity.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing::mpi {

namespace {

constexpr std::size_t longest_shared_name = 40;

rank_identity self() {
  return rank_in([](const char* name) { return std::getenv(name); })
      .value_or(rank_identity{});
}

std::vector<std::string> roots_of_siblings() {
  const std::string given = os::variable("TMPDIR");
  return given.empty() ? std::vector<std::string>{"/tmp"}
                       : std::vector<std::string>{given, "/tmp"};
}

/// For ranks that a person started: each of them is a run, and only their
/// parent is the same. Every rank holds a shared lock until it ends.
class directory_of_siblings {
 public:
  directory_of_siblings()
      : directory_(open_private_directory(
            open_private_directory_in(roots_of_siblings(),
                                      user_directory_name(), "TMPDIR"),
            "ranks-" + process_token(launching_process()))) {
    os::lock_file(directory_.fd.get(), LOCK_SH);
  }
  directory_of_siblings(const directory_of_siblings&) = delete;
  directory_of_siblings& operator=(const directory_of_siblings&) = delete;
  ~directory_of_siblings() {
    if (os::lock_file(directory_.fd.get(), LOCK_EX | LOCK_NB) == 0) {
      remove_tree(directory_.path);
    }
  }

  [[nodiscard]] const std::string& path() const { return directory_.path; }

 private:
  private_directory directory_;
};

/// The directory that the ranks have in common, which somebody removes.
std::string common_directory() {
  process& here = process::current();
  const bool is_launched = std::getenv(ranks_variable) != nullptr;
  if (!is_launched && self().size > 1) {
    static const directory_of_siblings siblings;
    return siblings.path();
  }
  if (!here.own_directory().empty()) {
    return here.own_directory();
  }
  std::string outer = os::variable("PARALLEL_TESTING_TEMP_DIR");
  if (outer.empty()) {
    return here.temporaries().make("ranks");
  }
  return outer;
}

std::string shared_directory(const std::string& name) {
  const std::string path = fmt::format("{}/shared-{}", common_directory(),
                                       file_name(name, longest_shared_name));
  return open_private_directory(path).path;
}

/// The same on all ranks, as far as they create their objects in the same
/// order.
std::string next_name() {
  static std::mutex mutex;
  static std::map<std::string, int> used;
  const std::string test = process::current().test().name();
  const std::lock_guard<std::mutex> guard(mutex);
  // What is cut off at the end of a long name is in the hash.
  return fmt::format("{}-{:x}-{}", ++used[test], hash(test), test);
}

std::string checked_shared_name(std::string_view name) {
  require_relative(name, "name of a shared directory");
  return std::string(name);
}

}  // namespace

int rank() {
  return self().rank;
}

int size() {
  return self().size;
}

temp_dir::temp_dir() : path_(shared_directory(next_name())) {}

temp_dir::temp_dir(std::string_view name)
    : path_(shared_directory(checked_shared_name(name))) {}

std::filesystem::path temp_dir::operator/(
    const std::filesystem::path& name) const {
  require_relative(name.native(), "temporary name");
  return path_ / name;
}

}  // namespace parallel_testing::mpi
