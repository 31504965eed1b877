// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

// The process between mpiexec and the program of a rank.
namespace parallel_testing::launcher {

/// What a rank is started with.
struct rank_options {
  std::string directory;  ///< of the ranks; "" when this is not a rank
  /// The process whose outputs rank 0 uses: mpiexec may lose what a rank
  /// printed before it was ended, and some give it a terminal, for which
  /// programs print colours. 0: mpiexec passes them on.
  pid_t output = 0;
  std::string places;  ///< the cores of all ranks, in the form of OMP_PLACES
  std::size_t threads = 1;  ///< of each rank
};

/// In the arguments of a test, stands for the number of the rank.
inline constexpr const char* rank_sign = "@rank@";

/// The file with the output of a rank other than 0.
std::string rank_output(const std::string& directory, int rank);

/// The command of a rank: ranks must not overwrite each other's reports. Only
/// rank 0 writes the report that the user requests. Pure.
std::vector<std::string> command_of_rank(std::vector<std::string> command,
                                         int rank);

/// The places of a rank with `threads` threads: the same number of them for
/// each rank, from the first on; ranks share places where there are too few.
/// Pure.
std::vector<std::string> places_of_rank(const std::string& places, int rank,
                                        std::size_t threads);

/// Executes a command; returns an exit code when that fails.
using executor = int (*)(char* const* command);

/// Starts the program, records in the journal of the rank how it ends, and ends
/// in such a way that mpiexec ends the other ranks if they may wait for this
/// one. Returns the exit code.
int run_rank(const rank_options& given, char* const* command, executor become);

}  // namespace parallel_testing::launcher
