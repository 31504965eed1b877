// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <memory>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "support/ctest_result.hpp"
#include "support/process.hpp"

namespace parallel_testing::support {

/// One ctest that runs.
class running_ctest {
 public:
  [[nodiscard]] ctest_result wait();

  [[nodiscard]] pid_t pid() const { return process_.pid(); }

  /// What its tests have noted under `key` so far.
  [[nodiscard]] std::vector<std::string> noted(const std::string& key) const;
  [[nodiscard]] bool has_ended() const { return process_.has_ended(); }

  /// What its tests wrote down so far, and recorded so far.
  [[nodiscard]] std::vector<note> notes() const;
  [[nodiscard]] std::vector<tools::event> events() const;

 private:
  friend class sandbox;
  running_ctest(const command& started, std::string prefix,
                std::string run_directory);

  child_process process_;
  std::string prefix_;
  std::string run_directory_;
};

/// Runs ctest on one build tree as if this process were no test: with an
/// environment, a state directory and a root for temporary files of its own.
/// What the runs leave in the build tree goes with the sandbox.
class sandbox {
 public:
  explicit sandbox(std::string build_directory);
  /// Runs everything in `tests_directory`, which is below the build directory.
  sandbox(std::string build_directory, std::string tests_directory);
  sandbox(const sandbox&) = delete;
  sandbox& operator=(const sandbox&) = delete;
  ~sandbox();

  /// For all programs started afterwards.
  void set(const std::string& name, const std::string& value);
  void unset(const std::string& name);

  /// Arguments behind `ctest --test-dir <build directory>`. Each call is a run
  /// with an id of its own unless the environment names one.
  [[nodiscard]] running_ctest start_ctest(
      const std::vector<std::string>& arguments);
  [[nodiscard]] ctest_result ctest(const std::vector<std::string>& arguments);

  /// Any other program, in the directory in which ctest runs.
  [[nodiscard]] finished_process run(const std::vector<std::string>& arguments);

  /// A path in the own directory of this sandbox; nothing is created.
  [[nodiscard]] std::string path(const std::string& name) const;
  [[nodiscard]] const std::string& build_directory() const { return build_; }
  [[nodiscard]] std::string runs_directory() const;
  [[nodiscard]] const variables& environment() const { return environment_; }
  /// The id of the run that was started last.
  [[nodiscard]] const std::string& last_run() const { return runs_.back(); }

  /// Removed at the end: the directory of a run whose id ctest chose.
  void forget_run(const std::string& run_id) { runs_.push_back(run_id); }

 private:
  std::string build_;
  std::string tests_;
  temp_dir directory_{"e"};  ///< short: Unix sockets are made below it
  variables environment_;
  std::vector<std::string> runs_;
  int count_ = 0;
};

}  // namespace parallel_testing::support
