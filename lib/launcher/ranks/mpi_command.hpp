// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The command that starts the ranks of a test. Pure.
namespace parallel_testing::launcher {

/// Whose program starts the ranks.
enum class mpi_kind {
  openmpi,
  mpich,  ///< Hydra, which MVAPICH also uses
  intel,
  slurm,  ///< srun, also on machines of Cray
  other
};

/// std::nullopt for a text that names none.
std::optional<mpi_kind> mpi_kind_of(std::string_view text);

struct mpi_starter {
  mpi_kind kind = mpi_kind::other;
  std::string program;  ///< mpiexec
  /// The option before the number of ranks (MPIEXEC_NUMPROC_FLAG).
  std::string count_flag = "-n";
  /// Before the command (MPIEXEC_PREFLAGS), and after it (MPIEXEC_POSTFLAGS).
  std::vector<std::string> before;
  std::vector<std::string> after;
};

enum class run_as { user, root };

/// Returns the command that starts `program` with its `arguments` on `count`
/// ranks. The ranks may outnumber the processors and are not bound to any: they
/// inherit those of the launcher, or bind themselves.
std::vector<std::string> mpi_command(const mpi_starter& starter,
                                     std::size_t count, run_as user,
                                     const std::vector<std::string>& watcher,
                                     const std::vector<std::string>& program);

}  // namespace parallel_testing::launcher
