// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ctest/ctest_names.hpp"
#include "events/event.hpp"

namespace parallel_testing::run_command {

/// Which processes of the log belong to which CTest test. The log and the
/// output of ctest are read separately, so a process may be known before its
/// test has started.
class process_claims {
 public:
  /// `listing` must outlive this object.
  explicit process_claims(const std::vector<tools::listed_test>& listing)
      : names_(listing) {}

  /// The key of a listed test. The key of a test that was not listed is its
  /// name.
  [[nodiscard]] static std::string key_of(std::size_t listed) {
    std::string key = "#";
    return key.append(std::to_string(listed));
  }

  /// `is_running` decides between tests with the same command.
  void add(const tools::event& whole, const tools::process_start& begun,
           const std::function<bool(std::size_t)>& is_running);

  /// Returns the pids of the processes of a test, and forgets them.
  [[nodiscard]] std::vector<std::int64_t> take(const std::string& key);

  [[nodiscard]] bool has(const std::string& key, std::int64_t pid) const;
  /// Empty if no process is known.
  [[nodiscard]] std::string worker_of(const std::string& key) const;

 private:
  struct claim {
    std::int64_t pid = 0;
    std::string worker;
  };

  tools::ctest_names names_;
  std::unordered_map<std::string, std::vector<claim>> claims_;
  std::unordered_set<std::int64_t> pids_;
};

}  // namespace parallel_testing::run_command
