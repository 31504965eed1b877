// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_TEMP_STORE_HPP
#define PARALLEL_TESTING_SRC_TEMP_STORE_HPP

#include <sys/types.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "events/event_log.hpp"
#include "process/settings.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

/// Makes the temporary directories of one process and decides how long they
/// live. All are entries of one directory, the run's.
class temp_store {
 public:
  void open(private_directory parent, std::string worker_id, temp_policy policy,
            event_log& log);

  /// Leaves what was released to the process that forked this one.
  void continue_in_child();

  bool is_open() const noexcept { return parent_.fd.get() >= 0; }

  /// A fresh, empty directory named after worker and `label`. Throws error.
  std::string make(std::string_view label);

  /// Whether this process made it, rather than one that forked it.
  bool is_made_here(const std::string& path);

  /// The owner lets go: removed at the next settle(), or now if `wait` is
  /// false.
  void release(const std::string& path, bool wait) noexcept;

  /// End of a test: removes what was released, or keeps it and says so.
  /// Returns how many were kept.
  int settle(bool failed) noexcept;

  /// Removes or keeps one directory by the policy; true when it was kept.
  bool settle_one(const std::string& path, bool failed) noexcept;

  /// Removes one now. Throws error when something is left.
  void remove(const std::string& path);

 private:
  void forget(const std::string& path) noexcept;

  private_directory parent_;
  std::string worker_id_;
  temp_policy policy_ = temp_policy::failed;
  event_log* log_ = nullptr;
  std::mutex mutex_;
  std::map<std::string, int> used_;
  std::vector<std::string> released_;
  /// Directories that are there, and the processes that made them.
  std::map<std::string, pid_t> makers_;
};

/// How many bytes of a label fit so that a Unix socket of 40 bytes' name still
/// fits below: sun_path holds 108 with its terminator, see unix(7).
std::size_t label_limit(std::size_t parent_length, std::size_t worker_length);

}  // namespace parallel_testing

#endif
