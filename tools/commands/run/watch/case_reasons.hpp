// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Why the cases of a test failed or were skipped, from the event log of the
// run: ctest only has an exit code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/event.hpp"

namespace parallel_testing::run_command {

class case_reasons {
 public:
  void on_event(const tools::event& logged);

  /// Returns why the test of these processes ended with `outcome`, "" if no
  /// reason is known. Forgets the events of these processes.
  [[nodiscard]] std::string take(const std::vector<std::int64_t>& pids,
                                 tools::verdict outcome);

 private:
  struct reason {
    tools::verdict how = tools::verdict::skip;
    bool is_own = false;  ///< not from a program that the process started
    std::string text;
  };

  /// Of the process `pid`, or of the test that holds its worker where no start
  /// of that process is known.
  void note(std::int64_t pid, std::int64_t test, tools::verdict how,
            const std::string& message);

  std::unordered_map<std::int64_t, std::int64_t> roots_;  ///< for each process
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> members_;
  std::unordered_map<std::string, std::int64_t> holders_;  ///< for each worker
  std::unordered_map<std::int64_t, std::vector<reason>>
      reasons_;  ///< by root process
};

/// Adds the reason of a case to the message of ctest about its test. Returns
/// only the reason if ctest prints no more than the verdict. Pure.
[[nodiscard]] std::string with_reason(const std::string& of_ctest,
                                      std::string_view reason);

}  // namespace parallel_testing::run_command
