# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The programs that start the ranks of MPI tests, and the names of these tests.
# Pure.
include_guard(GLOBAL)

# Sets `out` to openmpi, mpich, intel, slurm or other, according to what the
# program prints with --version.
function(_parallel_mpi_kind out version)
  set(kind other)
  if(version MATCHES "Open ?MPI|OpenRTE|Open MPI|PRTE|prterun")
    set(kind openmpi)
  elseif(version MATCHES "Intel\\(R\\) MPI")
    set(kind intel)
  elseif(version MATCHES "HYDRA|MPICH|MVAPICH")
    set(kind mpich)
  elseif(version MATCHES "^slurm ")
    set(kind slurm)
  endif()
  set(${out} ${kind} PARENT_SCOPE)
endfunction()

# Sets `out` to whether the program starts several copies of a command.
function(_parallel_starts_copies out program)
  cmake_path(GET program FILENAME name)
  set(${out} FALSE PARENT_SCOPE)
  if(name MATCHES
     "^(mpiexec|mpirun|orterun|prterun|srun|aprun|jsrun)([.](openmpi|mpich|hydra|gforker|slurm))?$")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to the name of the test that runs the test `name` on `count` ranks.
function(_parallel_rank_name out name count)
  set(ranks ranks)
  if(count EQUAL 1)
    set(ranks rank)
  endif()
  set(${out} "${name} [${count} ${ranks}]" PARENT_SCOPE)
endfunction()
