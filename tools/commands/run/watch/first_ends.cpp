// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/first_ends.hpp"

namespace parallel_testing::run_command {

std::string first_ends::add(const test_end& end) {
  const bool counts = !end.is_excused() &&
                      end.outcome != tools::verdict::skip &&
                      end.outcome != tools::verdict::not_run;
  if (!counts || ends_.size() >= count_) {
    return "";
  }
  ends_.push_back({tools::is_bad(end.outcome), end.message, end.output});
  const std::string line =
      ends_.size() < count_ ? "" : tools::common_failure(ends_);
  return line.empty() ? ""
                      : tools::common_failure_text(line, ends_.size()) +
                            "; no more tests are started (--stop-when-broken)";
}

}  // namespace parallel_testing::run_command
