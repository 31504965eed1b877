# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The program that starts the ranks of MPI tests: the one that find_package(MPI)
# found.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/ListItems.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Ranks.cmake")

# Sets `out` to the options with which the launcher starts ranks; empty if the
# project has not looked for MPI. Reads the variables of FindMPI:
# MPIEXEC_EXECUTABLE, MPIEXEC_NUMPROC_FLAG, MPIEXEC_PREFLAGS, MPIEXEC_POSTFLAGS.
function(_parallel_mpi_starter out)
  set(${out} "" PARENT_SCOPE)
  if("${MPIEXEC_EXECUTABLE}" MATCHES "^(.*-NOTFOUND)?$")
    return()
  endif()
  set(property "PARALLEL_TESTING_MPI_${MPIEXEC_EXECUTABLE}")
  get_property(kind GLOBAL PROPERTY "${property}")
  if("${kind}" STREQUAL "")
    execute_process(
      COMMAND "${MPIEXEC_EXECUTABLE}" --version
      OUTPUT_VARIABLE version
      ERROR_VARIABLE problems
      RESULT_VARIABLE status
      TIMEOUT 20
    )
    _parallel_mpi_kind(kind "${version}${problems}")
    set_property(GLOBAL PROPERTY "${property}" ${kind})
  endif()
  set(options "")
  _parallel_append_item(options "--mpi=${kind}:${MPIEXEC_EXECUTABLE}")
  if(NOT "${MPIEXEC_NUMPROC_FLAG}" STREQUAL "")
    _parallel_append_item(options "--mpi-count=${MPIEXEC_NUMPROC_FLAG}")
  endif()
  foreach(word IN LISTS MPIEXEC_PREFLAGS)
    _parallel_append_item(options "--mpi-before=${word}")
  endforeach()
  foreach(word IN LISTS MPIEXEC_POSTFLAGS)
    _parallel_append_item(options "--mpi-after=${word}")
  endforeach()
  set(${out} "${options}" PARENT_SCOPE)
endfunction()
