// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A build tree whose tests are the seeds of some groups.
#pragma once

#include <filesystem>
#include <parallel_testing/port.hpp>
#include <string>
#include <vector>

#include "seed_table.hpp"
#include "support/process.hpp"

namespace parallel_testing::tool_test {

/// The tree, the working directory of its tests, their ports, and a process
/// that they may signal belong to this object alone.
class seeded_suite {
 public:
  explicit seeded_suite(const std::vector<seed_group>& groups);
  seeded_suite(const seeded_suite&) = delete;
  seeded_suite& operator=(const seeded_suite&) = delete;
  ~seeded_suite();

  /// Runs a program of the tool or of CTest in the build tree.
  [[nodiscard]] support::finished_process run(
      std::vector<std::string> arguments) const;

  /// The text with the values of its variables.
  [[nodiscard]] std::string expanded(std::string text) const;

  [[nodiscard]] std::string build() const { return box_.string() + "/build"; }

 private:
  [[nodiscard]] support::command started(const std::string& actions) const;
  void set_variables();
  void prepare(const seed_group& group) const;
  [[nodiscard]] std::string registration(const seed_group& group) const;
  [[nodiscard]] std::string files() const { return box_.string() + "/files"; }

  /// Not below the root of ParallelTesting's temporary directories, where
  /// each test has what it finds to itself.
  std::filesystem::path box_;
  std::vector<reserved_port> ports_;
  support::child_process victim_;
  support::variables environment_ = support::clean_environment();
};

}  // namespace parallel_testing::tool_test
