// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/isolation.hpp"
#include "markers/marker.hpp"
#include "verdicts/registered_test.hpp"

namespace parallel_testing::launcher {

/// What the program under test is made with, when no adapter in it sees how its
/// tests end.
enum class framework { none, googletest, catch2_v2, catch2_v3 };

/// What the command line declares.
struct options {
  std::string name;  ///< of the test
  framework reports = framework::none;
  std::size_t cases = 1;     ///< that its report has to have
  bool has_adapter = false;  ///< which sees how the test ends
  marker_list markers;
  std::vector<std::string> kept;     ///< directories that stay reachable
  std::vector<private_view> probed;  ///< kinds to try out, instead of a test
  std::string coverage;              ///< a directory, instead of a test
  bool shows_help = false;
  /// From the environment, which does not keep it: see become_test().
  std::optional<registered_test> registered;
  int command = 0;  ///< where in argv the command begins
};

/// Throws error.
options read_options(int argc, const char* const* argv);

/// How a test is watched over: from its markers, and from what the scripts that
/// run inside ctest put into the environment.
struct limits {
  std::chrono::nanoseconds grace = std::chrono::seconds(5);
  std::optional<std::chrono::nanoseconds> time;
  std::string time_key;       ///< by which ctest recognises that it is over
  int time_signal = SIGTERM;  ///< what the test gets then
  leak_policy leak = leak_policy::fail;
  std::optional<std::uint64_t> memory;  ///< bytes of each process
  unsigned ports = 0;
  framework reports = framework::none;
};

/// `time` ("<seconds> <key>") and `leak` are PARALLEL_TESTING_TIMEOUT and
/// _LEAK, "" when they are not set. A marker wins over the environment. Throws
/// error.
limits limits_of(const marker_list& markers, std::string_view time,
                 std::string_view leak);

extern const char* const usage;

}  // namespace parallel_testing::launcher
