# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)

# Sets `out` to the reach of locks whose marker names none, from the variable
# PARALLEL_TESTING_LOCK_REACH: `machine` or `cluster`.
function(_parallel_lock_reach out)
  set(reach "${PARALLEL_TESTING_LOCK_REACH}")
  if(reach STREQUAL "")
    set(reach machine)
  elseif(NOT reach MATCHES "^(machine|cluster)$")
    message(FATAL_ERROR
      "PARALLEL_TESTING_LOCK_REACH must be machine or cluster, not '${reach}'")
  endif()
  set(${out} ${reach} PARENT_SCOPE)
endfunction()
