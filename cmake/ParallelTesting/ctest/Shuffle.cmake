# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# PARALLEL_TESTING_SHUFFLE=random|<seed>: runs all tests in an order that
# depends on the seed, the same for each run. `ctest --schedule-random` cannot
# repeat an order.

# Sets `_parallel_shuffle_seed` to a number, or to an empty text.
macro(_parallel_start_shuffle)
  set(_parallel_shuffle_seed "")
  if(_parallel_will_run)
    _parallel_wanted_seed(_parallel_shuffle_seed)
  endif()
endmacro()

function(_parallel_wanted_seed out)
  set(wanted "$ENV{PARALLEL_TESTING_SHUFFLE}")
  set(${out} "" PARENT_SCOPE)
  if(wanted STREQUAL "")
    return()
  elseif(wanted STREQUAL "random")
    string(RANDOM LENGTH 9 ALPHABET 123456789 wanted)
  elseif(NOT wanted MATCHES "^[0-9]+$")
    _parallel_warn(
      "PARALLEL_TESTING_SHUFFLE='${wanted}' is ignored: it is 'random' or a "
      "number"
    )
    return()
  endif()
  if(NOT _parallel_lists)
    message(NOTICE
      "ParallelTesting: tests are shuffled; PARALLEL_TESTING_SHUFFLE=${wanted} "
      "repeats the order"
    )
  endif()
  set(${out} "${wanted}" PARENT_SCOPE)
endfunction()

# Sets `out` to the COST of a test: its position in the order of the seed. Pure.
function(_parallel_shuffled_cost out seed test)
  string(MD5 digest "${seed} ${test}")
  string(SUBSTRING "${digest}" 0 6 digest)
  math(EXPR cost "0x${digest}")
  set(${out} ${cost} PARENT_SCOPE)
endfunction()
