# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Makes instrumented programs write their data to the directory of the run,
# whatever starts them. Programs with an adapter, and the launcher, use a
# directory of their worker in it, even if ctest sets LLVM_PROFILE_FILE for each
# test (option CoverageTool, since CMake 4.4). Other programs take turns to
# merge into one directory.

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
  _parallel_avoid_pattern(directory)
  set(ENV{GCOV_PREFIX} "${directory}/shared")
  unset(ENV{GCOV_PREFIX_STRIP})
  set(ENV{LLVM_PROFILE_FILE} "${directory}/shared/%p-%m.profraw")
endfunction()

# Changes the path in `variable` to one that leads to the same directory but
# contains no %, which the clang runtime would interpret as a pattern.
function(_parallel_avoid_pattern variable)
  if(_parallel_lists OR NOT "${${variable}}" MATCHES "%")
    return()
  endif()
  set(reason "the launcher is missing")
  if(NOT _parallel_launcher STREQUAL "")
    execute_process(
      COMMAND "${_parallel_launcher}" "--coverage-path=${${variable}}"
      RESULT_VARIABLE result
      OUTPUT_VARIABLE path
      ERROR_VARIABLE reason
      OUTPUT_STRIP_TRAILING_WHITESPACE
      ERROR_STRIP_TRAILING_WHITESPACE
    )
    if(result STREQUAL "0")
      set(${variable} "${path}" PARENT_SCOPE)
      return()
    endif()
  endif()
  _parallel_warn(
    "the path of the build directory contains a %, which clang interprets as a "
    "pattern; programs without an adapter write coverage elsewhere: ${reason}"
  )
endfunction()
