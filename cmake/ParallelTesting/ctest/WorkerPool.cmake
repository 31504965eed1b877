# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# PARALLEL_TESTING_JOBS=auto|N: runs no more tests at once than the processors
# that this machine grants, whatever the level of ctest. Each test takes a slot
# of a resource that is declared when ctest starts. If the variable is not set,
# parallel_declare_capacity(workers) applies.

# Sets `out` to the requested size of the pool, or to 0.
function(_parallel_wanted_pool out)
  set(${out} 0 PARENT_SCOPE)
  if(_parallel_lists)
    return()
  endif()
  set(jobs "$ENV{PARALLEL_TESTING_JOBS}")
  if(jobs STREQUAL "" AND DEFINED _parallel_capacity_workers)
    string(REGEX REPLACE "^units;" "" jobs "${_parallel_capacity_workers}")
  endif()
  if(jobs STREQUAL "")
    if(_parallel_jobs STREQUAL "auto" AND CMAKE_VERSION VERSION_LESS 3.29)
      _parallel_warn(
        "this ctest reads '-j auto' as '-j 1' and runs one test at a time. "
        "Set PARALLEL_TESTING_JOBS=auto and pass a large number, "
        "as in: PARALLEL_TESTING_JOBS=auto ctest -j 64"
      )
    endif()
    return()
  endif()
  if(jobs STREQUAL "auto")
    include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Parallelism.cmake")
    _parallel_available_parallelism(jobs "")
  elseif(NOT jobs MATCHES "^[1-9][0-9]?[0-9]?$")
    _parallel_warn(
      "PARALLEL_TESTING_JOBS='${jobs}' is ignored: it is 'auto' or a number "
      "from 1 to 999"
    )
    return()
  endif()
  if(NOT _parallel_user_spec_file STREQUAL "")
    _parallel_warn(
      "there is no pool of workers, because ctest uses its own resource "
      "spec file. Use ctest -j instead, or set CTEST_RESOURCE_SPEC_FILE "
      "in the project."
    )
    return()
  endif()
  set(${out} ${jobs} PARENT_SCOPE)
endfunction()

# The pool is a type of the resource spec.
macro(_parallel_start_worker_pool)
  set(_parallel_pool_size 0)
  _parallel_wanted_pool(_parallel_pool_size)
  if(_parallel_pool_size GREATER 0)
    _parallel_capacity_json(_parallel_json "units;${_parallel_pool_size}")
    list(APPEND _parallel_types "parallel_testing_worker=${_parallel_json}")
  endif()
endmacro()
