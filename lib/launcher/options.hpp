// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/isolation.hpp"
#include "markers/marker.hpp"
#include "ranks/mpi_command.hpp"
#include "ranks/rank_process.hpp"
#include "verdicts/registered_test.hpp"

namespace parallel_testing::launcher {

/// The test framework of a program without an adapter.
struct reporting_framework {
  adapter::framework kind = {};
  int version = 0;  ///< major version; 0 if unknown
};

/// How a program reports its cases.
enum class case_format { none, tap, junit };

/// The command line.
struct options {
  std::string name;  ///< name of the test
  /// TAP on its standard output, or a JUnit file or document there.
  case_format reported = case_format::none;
  std::optional<reporting_framework> reports;
  std::size_t cases = 1;     ///< number of cases that its report must contain
  bool has_adapter = false;  ///< which reports how the test ends
  marker_list markers;
  std::vector<std::string> kept;  ///< directories that stay visible
  std::vector<private_view>
      probed;            ///< kinds to probe, instead of running a test
  std::string coverage;  ///< a directory, instead of running a test
  std::string observed;  ///< the file that records what the command touches
  std::string observed_test;   ///< name of the test in the record
  bool only_observes = false;  ///< no other option was given
  bool shows_help = false;
  mpi_starter mpi;  ///< of a test with the marker mpi
  /// The first words of the command, which start several ranks; 0 for none.
  std::size_t starts_ranks = 0;
  rank_options rank;  ///< of a process that is one of its ranks
  /// From the environment, from which become_test() removes it.
  std::optional<registered_test> registered;
  int command = 0;  ///< index in argv at which the command begins
};

/// Throws error.
options read_options(int argc, const char* const* argv);

class rank_set;

/// The limits of a test, from its markers and from environment variables that
/// the scripts inside ctest set.
struct limits {
  std::chrono::nanoseconds grace = std::chrono::seconds(5);
  std::optional<std::chrono::nanoseconds> time;
  std::string time_key;       ///< the text by which ctest recognizes a timeout
  int time_signal = SIGTERM;  ///< sent to the test at its timeout
  leak_policy leak = leak_policy::fail;
  std::optional<std::uint64_t> memory;  ///< bytes of each process
  unsigned ports = 0;
  std::optional<reporting_framework> reports;
  /// Reads the stacks of a test that is out of time; std::nullopt for none.
  std::optional<std::string> stacks_program = std::nullopt;
  std::string test = {};            ///< name, for a message
  const rank_set* ranks = nullptr;  ///< of an MPI test
};

/// `time` ("<seconds> <key> <signal> <grace>", of which only the first is
/// required) and `leak` are the values of PARALLEL_TESTING_TIMEOUT and _LEAK,
/// "" when not set. Markers take precedence. Throws error.
limits limits_of(const marker_list& markers, std::string_view time,
                 std::string_view leak);

extern const char* const usage;

}  // namespace parallel_testing::launcher
