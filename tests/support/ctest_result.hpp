// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "events/log_files.hpp"
#include "history/replay.hpp"
#include "support/junit.hpp"
#include "support/process.hpp"

namespace parallel_testing::support {

/// What a fixture project wrote down: key and value.
struct note {
  std::string key;
  std::string value;
};

/// Everything one ctest left behind.
struct ctest_result : finished_process {
  std::vector<junit_case> cases;
  std::vector<note> notes;
  std::vector<tools::event> events;
  std::vector<tools::diagnostic> log_problems;
  tools::resource_specs specs = {};

  /// Values noted under `key`, in the order they were noted.
  [[nodiscard]] std::vector<std::string> noted(const std::string& key) const;

  /// Names of the cases that passed, failed, …, sorted.
  [[nodiscard]] std::vector<std::string> passed() const;
  [[nodiscard]] std::vector<std::string> failed() const;
  [[nodiscard]] std::vector<std::string> skipped() const;

  /// The case of this name; one without status when there is none.
  [[nodiscard]] junit_case at(const std::string& name) const;

  [[nodiscard]] tools::timeline history() const;
};

[[nodiscard]] std::vector<note> read_notes(const std::string& path);

/// What tests of these runs, which were alive at the same time, shared that
/// they must not share, by the event logs and by the notes. Empty when all is
/// well. What is left of other runs may keep workers.
[[nodiscard]] std::string what_was_shared(
    const std::vector<ctest_result>& results,
    tools::other_runs others = tools::other_runs::none);
[[nodiscard]] std::string what_was_shared(
    const ctest_result& result,
    tools::other_runs others = tools::other_runs::none);

/// Like what_was_shared(), and every case has passed.
[[nodiscard]] std::string what_went_wrong(
    const std::vector<ctest_result>& results,
    tools::other_runs others = tools::other_runs::none);
[[nodiscard]] std::string what_went_wrong(
    const ctest_result& result,
    tools::other_runs others = tools::other_runs::none);

}  // namespace parallel_testing::support
