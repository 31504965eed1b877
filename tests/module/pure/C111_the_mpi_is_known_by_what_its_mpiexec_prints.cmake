# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Ranks.cmake")

# what mpiexec --version prints -> whose it is
function(expect_kind version expected)
  _parallel_mpi_kind(kind "${version}")
  expect_equal("${kind}" "${expected}")
endfunction()
expect_kind("mpiexec.openmpi (OpenRTE) 4.1.4\n\nReport bugs to ..." openmpi)
expect_kind("mpirun (Open MPI) 5.0.3\n" openmpi)
expect_kind("mpiexec (PRTE) 3.0.5\n" openmpi)
expect_kind("HYDRA build details:\n    Version:        4.0.2\n" mpich)
expect_kind("Intel(R) MPI Library for Linux* OS, Version 2021.10 Build 2023\n"
  intel)
expect_kind("slurm 22.05.8\n" slurm)
expect_kind("" other)
expect_kind("mpiexec: unrecognized option '--version'\n" other)

function(expect_copies program expected)
  _parallel_starts_copies(starts "${program}")
  expect_equal("${starts}" "${expected}")
endfunction()
expect_copies(/usr/bin/mpiexec.openmpi TRUE)
expect_copies(mpirun TRUE)
expect_copies(/opt/slurm/bin/srun TRUE)
expect_copies(/usr/bin/qemu-aarch64 FALSE)
expect_copies(/opt/mpiexec_wrapper FALSE)

function(expect_rank_name count expected)
  _parallel_rank_name(name "A.b" ${count})
  expect_equal("${name}" "${expected}")
endfunction()
expect_rank_name(1 "A.b [1 rank]")
expect_rank_name(16 "A.b [16 ranks]")
