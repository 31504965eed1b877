// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "commands/run/watch/observer.hpp"
#include "ctest/failed_tests.hpp"

namespace parallel_testing::run_command {

/// The n of a label `flaky:n`; 0 without one. Pure.
[[nodiscard]] int flaky_retries(const tools::listed_test* test);

/// How often tests may be retried in this round.
class retry_budget {
 public:
  explicit retry_budget(int for_all) : for_all_(for_all) {}

  void begin_round(const observer& watched);

  [[nodiscard]] int left(const watched_test& test,
                         const tools::listed_test* listed) const;

  /// The tests that ended badly in this round and may be retried, and with them
  /// those that did not run, because a fixture may succeed the next time.
  [[nodiscard]] std::vector<tools::numbered_test> tests_to_retry(
      const observer& watched) const;

 private:
  /// The attempts in this round.
  [[nodiscard]] std::int64_t used(const watched_test& test) const;

  int for_all_ = 0;
  std::map<int, std::int64_t> attempts_before_;
};

}  // namespace parallel_testing::run_command
