# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Has instrumented programs leave their data with the run, whatever starts them.
# Programs with an adapter, and the launcher, choose a directory of their worker
# in there, also where ctest sets LLVM_PROFILE_FILE for each test (its
# option CoverageTool, from CMake 4.4); others merge into one directory in turn.

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

# Sets `variable` to a path of the directory it names that clang's runtime does
# not take for a pattern, as it takes each %.
function(_parallel_avoid_pattern variable)
  if(_parallel_lists OR NOT "${${variable}}" MATCHES "%")
    return()
  endif()
  set(reason "there is no launcher")
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
    "the build directory has a % in its path, which clang takes for a pattern; "
    "programs without an adapter leave their coverage elsewhere: ${reason}"
  )
endfunction()
