# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# PARALLEL_TESTING_TIMEOUT_MULTIPLIER=<number>|auto: multiplies all timeouts of
# tests in this run, for slow machines and sanitizers.

# Sets `_parallel_timeout_multiplier`.
macro(_parallel_read_timeout_multiplier)
  _parallel_wanted_multiplier(_parallel_timeout_multiplier)
endmacro()

function(_parallel_wanted_multiplier out)
  set(wanted "$ENV{PARALLEL_TESTING_TIMEOUT_MULTIPLIER}")
  string(TOLOWER "${wanted}" wanted)
  set(${out} 1 PARENT_SCOPE)
  if(wanted STREQUAL "")
    return()
  elseif(wanted STREQUAL "auto")
    include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Parallelism.cmake")
    _parallel_available_parallelism(processors "")
    _parallel_requested_level(level)
    math(EXPR multiplier "(${level} + ${processors} - 1) / ${processors}")
    set(${out} ${multiplier} PARENT_SCOPE)
  elseif(wanted MATCHES "^[0-9][0-9]?[0-9]?([.][0-9][0-9]?[0-9]?)?$"
         AND wanted GREATER 0)
    set(${out} "${wanted}" PARENT_SCOPE)
  else()
    _parallel_warn(
      "PARALLEL_TESTING_TIMEOUT_MULTIPLIER='${wanted}' is ignored: it is "
      "'auto' or a number from 0.001 to 999.999"
    )
  endif()
endfunction()

# Sets `out` to how many tests this ctest may run at once, as far as that is
# visible here.
function(_parallel_requested_level out)
  set(level 1)
  foreach(candidate IN ITEMS
    "$ENV{CTEST_PARALLEL_LEVEL}" "${_parallel_jobs}" "${_parallel_pool_size}"
  )
    if(candidate MATCHES "^[1-9][0-9]*$")
      set(level ${candidate})
    endif()
  endforeach()
  set(${out} ${level} PARENT_SCOPE)
endfunction()

# Sets `out` to the product of two decimal numbers, with three decimal places.
# Pure.
function(_parallel_scale out one other)
  foreach(name IN ITEMS one other)
    if(NOT ${name} MATCHES "^([0-9]*)[.]?([0-9]?[0-9]?[0-9]?)")
      set(${out} "${one}" PARENT_SCOPE)
      return()
    endif()
    set(fraction "${CMAKE_MATCH_2}000")
    string(SUBSTRING "${fraction}" 0 3 fraction)
    # Without its leading zeros, the number is not octal.
    string(REGEX MATCH "[1-9][0-9]*$" number "${CMAKE_MATCH_1}${fraction}")
    set(${name}_thousandths "0${number}")
    if(number)
      set(${name}_thousandths ${number})
    endif()
  endforeach()
  math(EXPR product "${one_thousandths} * ${other_thousandths} / 1000")
  math(EXPR whole "${product} / 1000")
  math(EXPR rest "${product} % 1000 + 1000")
  string(SUBSTRING "${rest}" 1 3 rest)
  string(REGEX REPLACE "[.]?0+$" "" product "${whole}.${rest}")
  if(product STREQUAL "")
    set(product 0)
  endif()
  set(${out} ${product} PARENT_SCOPE)
endfunction()
