# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Tells instrumented programs to leave their data with the run, whatever starts
# them. Programs with an adapter, and the launcher, choose a place of their
# worker in there, also where ctest sets LLVM_PROFILE_FILE for each test (its
# option CoverageTool, from CMake 4.4); others merge into one place in turn.

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Called by the files of the index.
macro(_parallel_collects_coverage)
  set(_parallel_coverage TRUE)
endmacro()

function(_parallel_set_coverage)
  if(NOT DEFINED _parallel_coverage)
    return()
  endif()
  if("$ENV{PARALLEL_TESTING_COVERAGE}" STREQUAL "off")
    unset(ENV{PARALLEL_TESTING_COVERAGE})
    return()
  endif()
  set(directory "$ENV{PARALLEL_TESTING_RUN_DIR}/coverage")
  set(ENV{PARALLEL_TESTING_COVERAGE} "${directory}")
  set(ENV{GCOV_PREFIX} "${directory}/shared")
  unset(ENV{GCOV_PREFIX_STRIP})
  set(ENV{LLVM_PROFILE_FILE} "${directory}/shared/%p-%m.profraw")
endfunction()

endblock()
