// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>
#include <optional>
#include <string>

// Which rank of an MPI test this process is, according to the variables that
// the program that started the ranks set. No function of MPI is called.
namespace parallel_testing {

struct rank_identity {
  int rank = 0;
  int size = 1;
};

/// Set by the launcher in the ranks that it starts.
inline constexpr const char* rank_variable = "PARALLEL_TESTING_RANK";
inline constexpr const char* rank_count_variable =
    "PARALLEL_TESTING_RANK_COUNT";
/// The directory with the journals of the ranks.
inline constexpr const char* ranks_variable = "PARALLEL_TESTING_RANKS";

/// The variables of MPI that name the rank and the number of ranks: those of
/// Open MPI, MPICH and Intel MPI (PMI), MVAPICH, Cray PALS, Slurm, and Intel
/// MPI on one node.
struct rank_variables {
  const char* rank;
  const char* size;
};
inline constexpr rank_variables variables_of_ranks[] = {
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
    {"PMI_RANK", "PMI_SIZE"},
    {"MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"},
    {"PALS_RANKID", "PALS_NRANKS"},
    // Only a step of srun has the second one, not a script of sbatch.
    {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS"},
    {"MPI_LOCALRANKID", "MPI_LOCALNRANKS"},
};

/// Returns nullptr when the variable is not set.
using rank_lookup = std::function<const char*(const char* name)>;

/// Returns the rank that the first pair of variables with valid values names,
/// std::nullopt when there is none. Pure.
std::optional<rank_identity> rank_of_mpi(const rank_lookup& lookup);

/// The same, but the variables of the launcher come first. Pure.
std::optional<rank_identity> rank_in(const rank_lookup& lookup);

/// Returns the rank of a launcher's test that this process is, std::nullopt
/// when no launcher started it as one. `directory` becomes that of the
/// journals.
std::optional<rank_identity> own_launched_rank(std::string& directory);

/// Whether a launcher started this process as a rank.
bool is_launched_rank() noexcept;

}  // namespace parallel_testing
