// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.hpp"
#include "events/event_log.hpp"
#include "process/settings.hpp"
#include "state/spare_directory.hpp"

namespace parallel_testing {

/// The directories for files worth keeping of the cases that this process runs,
/// in the directory `artifacts` of the run. A directory is created when it is
/// used; a case that does not use it costs one system call.
class artifact_store {
 public:
  /// `from` outlives this object, and so does `log`.
  void open(const std::string& run_directory, const settings& from,
            event_log& log);

  /// For the launcher that has this worker, after open(): prepare() takes the
  /// directory that an earlier test of the worker left to keep_for_next_test().
  void use_spare_of(const std::string& worker_id) { spare_.open(worker_id); }

  /// For a helper process of a test, which uses the directory of the test.
  void adopt(std::string path);

  [[nodiscard]] bool is_open() const noexcept { return !path_.empty(); }

  /// The case `name` begins. Changes the environment variables to its directory
  /// in a way that is safe while other threads read them.
  void begin(const std::string& name);

  /// The path of the directory, which may not exist.
  [[nodiscard]] std::string path();

  /// Creates the directory when it is missing, and logs it. Returns its path.
  /// Throws error, also when another user planted something there.
  std::string use();

  /// The same for a program that may use only the environment variable: logs it
  /// only if it is used.
  void prepare();

  /// The case has ended: removes its directory, or keeps and reports it. Looks
  /// for a directory that a program of the test created itself only when it
  /// would be kept. A second call does nothing until the directory is used
  /// again.
  void settle(bool failed) noexcept;

  /// Instead of settle(), if no process of the test is left: leaves an empty
  /// directory to the next test. Returns false if it cannot.
  bool keep_for_next_test() noexcept;

  /// The number of directories kept so far.
  [[nodiscard]] int kept() const noexcept { return kept_; }

 private:
  [[nodiscard]] bool keeps(bool failed) const noexcept;
  unique_fd create();
  void settle_existing(bool failed);
  void limit_size();
  void export_path() noexcept;

  std::string root_;  ///< "" for a helper process
  /// Open after prepare().
  unique_fd opened_root_;
  spare_directory spare_;
  temp_policy policy_ = temp_policy::failed;
  std::uint64_t limit_ = 0;
  bool leaves_bazels_ = false;
  event_log* log_ = nullptr;
  std::mutex mutex_;
  std::string name_;
  std::string path_;
  unsigned count_ = 0;
  bool is_logged_ = false;
  bool is_settled_ = false;
  int kept_ = 0;
};

struct artifact_file {
  std::string path;
  std::uint64_t size = 0;
};

/// The files to remove, the largest first, so that the others take at most
/// `limit` bytes. Pure.
std::vector<artifact_file> files_beyond(std::vector<artifact_file> files,
                                        std::uint64_t limit);

/// The name of the directory of a case: readable, and different for each
/// `instance` and each name. Pure.
std::string artifact_directory_name(std::string_view test,
                                    std::string_view instance);

}  // namespace parallel_testing
