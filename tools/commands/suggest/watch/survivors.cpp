// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/survivors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <thread>

#include "base/record.hpp"
#include "ctest/child.hpp"
#include "lib/src/base/process_info.hpp"
#include "observed/record_of_test.hpp"

namespace parallel_testing::suggest_command {
namespace {

/// The launcher that wrote the record and still watches something; 0 if the
/// record is final or there is none.
std::int64_t watcher_in(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  try {
    if (!input) {
      return 0;
    }
    const tools::record_of_test record = tools::read_record_of_test(input);
    const bool is_final = !record.last || record.last->survivors == 0;
    return is_final ? 0 : record.head.pid;
  } catch (const tools::record_error&) {
    return 0;
  }
}

/// Whether a process runs that this launcher started.
bool has_survivor(std::int64_t launcher) {
  const std::string start = fmt::format("{} ", launcher);
  const std::vector<pid_t> processes = process_ids();
  return std::any_of(processes.begin(), processes.end(), [&](pid_t each) {
    return tools::variable_of(each, observer_variable).starts_with(start) &&
           is_running(each);
  });
}

}  // namespace

void wait_for_record(const std::string& file) {
  using std::chrono::steady_clock;
  constexpr std::chrono::seconds longest(2);
  constexpr std::chrono::milliseconds step(5);
  const steady_clock::time_point end = steady_clock::now() + longest;
  for (std::int64_t launcher = watcher_in(file);
       launcher != 0 && !has_survivor(launcher) && steady_clock::now() < end;
       launcher = watcher_in(file)) {
    std::this_thread::sleep_for(step);
  }
}

}  // namespace parallel_testing::suggest_command
