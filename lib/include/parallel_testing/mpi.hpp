// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <filesystem>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string_view>

/// The ranks of a test that runs as several processes of MPI.
///
///     TEST(Checkpoint, IsReadByAllRanks) {
///       parallel_testing::mpi::temp_dir dir;  // the same one on each rank
///       if (parallel_testing::mpi::rank() == 0) {
///         write_checkpoint(dir / "state");
///       }
///       MPI_Barrier(MPI_COMM_WORLD);
///       read_checkpoint(dir / "state");
///     }
///     PARALLEL_TESTING_MARK(Checkpoint, IsReadByAllRanks, mpi(2));
///
/// Nothing here calls MPI: the numbers come from variables that the program
/// that started the ranks set (Open MPI, MPICH, Intel MPI, MVAPICH, Cray PALS,
/// Slurm), so they are known before MPI_Init().
///
/// Not promised: the ranks of a communicator other than MPI_COMM_WORLD, and
/// processes that MPI_Comm_spawn() starts.

namespace parallel_testing::mpi {

/// The number of this process among the ranks, from 0 on; 0 for a program that
/// runs alone.
int rank();

/// The number of ranks; 1 for a program that runs alone.
int size();

/// A directory that all ranks of the test share. All of them must create their
/// objects in the same order, or with the same names. No communication is
/// necessary: the directory exists when the constructor returns, on whichever
/// rank that is first, and it stays until the end of the test, so a rank that
/// leaves the block early takes nothing from the others. A failed test keeps
/// it.
///
/// When a person starts the ranks by hand, the last one to end removes it.
class [[nodiscard]] temp_dir {
 public:
  /// Named after the running test. Throws error when it cannot be created.
  temp_dir();

  /// Named `name`: all objects of this test with the same name are the same
  /// directory. Also throws error for a name that is empty or absolute or has a
  /// ".." component.
  explicit temp_dir(std::string_view name);

  /// The absolute path, without a trailing slash.
  [[nodiscard]] const std::filesystem::path& path() const noexcept {
    return path_;
  }

  /// The path of `name` inside the directory. Throws error for the names that
  /// the constructor refuses. Creates nothing.
  std::filesystem::path operator/(const std::filesystem::path& name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace parallel_testing::mpi
