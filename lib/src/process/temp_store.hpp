// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "events/event_log.hpp"
#include "process/settings.hpp"
#include "state/private_directory.hpp"
#include "state/spare_directory.hpp"

namespace parallel_testing {

/// Creates the temporary directories of one process and decides when they are
/// removed. All of them are in the directory of the run.
class temp_store {
 public:
  void open(private_directory parent, std::string worker_id, temp_policy policy,
            event_log& log);

  /// For the process that has the worker: make() takes the directory that an
  /// earlier test of the worker left to settle_for_next_test(), and make_tree()
  /// what one left to settle_tree_for_next_test().
  void use_spare_of_worker() {
    of_worker_.open(worker_id_);
    tree_of_worker_.open("tree-" + worker_id_);
  }

  /// Leaves the released directories to the process that forked this one.
  void continue_in_child();

  [[nodiscard]] bool is_open() const noexcept { return parent_.fd.get() >= 0; }

  /// Creates a fresh, empty directory named after the worker and `label`.
  /// Throws error.
  std::string make(std::string_view label);

  /// The same, but those directories of `inside` that an earlier test used may
  /// be in it. It is removed at the next settle(). Call it once.
  std::string make_tree(std::string_view label, directory_modes inside);

  /// Whether this process, rather than one that forked it, created the
  /// directory.
  bool is_created_here(const std::string& path);

  /// The owner no longer needs the directory: it is removed at the next
  /// settle(), or now if `wait` is false.
  void release(const std::string& path, bool wait) noexcept;

  /// At the end of a test: removes the released directories, or keeps and
  /// reports them. Returns how many it kept.
  int settle(bool failed) noexcept;

  /// Removes or keeps one directory according to the policy; true when it was
  /// kept.
  bool settle_one(const std::string& path, bool failed) noexcept;

  /// The same, but a directory in which nothing was changed is renamed by the
  /// next make() instead of being removed: with some file systems, removing one
  /// takes longer than a small test. Call remove_spare() at the end.
  bool settle_for_reuse(const std::string& path, bool failed) noexcept;
  void remove_spare() noexcept;

  /// The same for the next test of the worker, after use_spare_of_worker().
  /// Call it only if no process of the test is left: one could still write to
  /// its directory, whatever the name.
  bool settle_for_next_test(const std::string& path, bool failed) noexcept;

  /// Before settle(), under the same conditions: keeps the directory of
  /// make_tree() for the next test of the worker if nothing else is in it.
  int settle_tree_for_next_test(bool failed) noexcept;

  /// Removes a directory now. Throws error when a file in it cannot be removed.
  void remove(const std::string& path);

 private:
  void forget(const std::string& path) noexcept;
  /// Whether the policy keeps a directory; if not, logs that it goes.
  bool keeps(const std::string& path, bool failed) noexcept;
  std::string make(std::string_view label, spare_directory& spare);
  /// Creates the directory, or renames a spare one; like mkdir(2).
  int create(const std::string& name, spare_directory& spare) noexcept;
  bool settle_as(const spare_directory& spare, const std::string& path,
                 bool failed) noexcept;

  private_directory parent_;
  std::string worker_id_;
  temp_policy policy_ = temp_policy::failed;
  event_log* log_ = nullptr;
  std::mutex mutex_;
  std::map<std::string, int> used_;
  std::vector<std::string> released_;
  /// The name of an empty directory that has no owner, "" if there is none.
  std::string spare_;
  spare_directory of_worker_;
  spare_directory tree_of_worker_;
  std::string tree_;
  /// The directories that exist, with the processes that created them.
  std::map<std::string, pid_t> makers_;
};

/// The longest label, in bytes, that leaves 40 bytes for the name of a Unix
/// socket in the directory: sun_path holds 108 bytes with its terminator, see
/// unix(7).
std::size_t label_limit(std::size_t parent_length, std::size_t worker_length);

}  // namespace parallel_testing
