// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/stopped_times.hpp"

#include <algorithm>
#include <limits>

namespace parallel_testing::run_command {
namespace {

constexpr std::int64_t never_ns = std::numeric_limits<std::int64_t>::max();

}  // namespace

void stopped_times::add(std::int64_t begin_ns, std::int64_t end_ns) {
  stops_.emplace_back(begin_ns, end_ns);
}

std::int64_t stopped_times::total_ns() const {
  return stopped_ns(0, never_ns);
}

std::int64_t stopped_times::running_ns(std::int64_t from_ns,
                                       std::int64_t to_ns) const {
  return to_ns - from_ns - stopped_ns(from_ns, to_ns);
}

std::int64_t stopped_times::end_of(std::int64_t from_ns,
                                   std::int64_t limit_ns) const {
  return from_ns + stopped_ns(from_ns, never_ns) + limit_ns;
}

std::int64_t stopped_times::stopped_ns(std::int64_t from_ns,
                                       std::int64_t to_ns) const {
  std::int64_t total_ns = 0;
  for (const auto& [begin_ns, end_ns] : stops_) {
    total_ns += std::max<std::int64_t>(
        std::min(end_ns, to_ns) - std::max(begin_ns, from_ns), 0);
  }
  return total_ns;
}

}  // namespace parallel_testing::run_command
