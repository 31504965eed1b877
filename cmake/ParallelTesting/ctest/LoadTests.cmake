# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Loads the result of discovery, or adds one test that reports that there is
# none. Uses macros, because test lists are variables of the scripts of the
# directory.

# Begins the file that ctest includes for a call of parallel_discover_tests().
macro(_parallel_begin_tests target cmake)
  set(_parallel_target "${target}")
  set(_parallel_cmake "${cmake}")
  file(REAL_PATH "${CMAKE_CURRENT_LIST_DIR}" _parallel_here)
  if(_parallel_leaves_out_cases)
    # Once per ctest.
    set(_parallel_leaves_out_cases FALSE)
    _parallel_warn(
      "ctest --out-of-date takes only tests of add_test() and "
      "parallel_add_test(), and leaves out all cases of "
      "parallel_discover_tests(). Run these without the option; "
      "-R selects them by name."
    )
  endif()
endmacro()

# Loads the result of its discovery.
macro(_parallel_load_tests name)
  if(EXISTS "${_parallel_here}/${name}_tests.cmake")
    include("${_parallel_here}/${name}_tests.cmake")
  else()
    _parallel_add_missing_test(NOT_BUILT)
  endif()
endmacro()

# Loads the tests of the configuration that ctest runs.
macro(_parallel_load_configuration name configurations)
  _parallel_find_configuration(_parallel_configuration "${configurations}")
  if(_parallel_configuration STREQUAL "")
    _parallel_add_missing_test(NOT_AVAILABLE)
  else()
    include(
      "${_parallel_here}/${name}-${_parallel_configuration}_include.cmake")
  endif()
endmacro()

# Sets `out` to the configuration of ctest -C, as the project writes it; empty
# if there is none.
function(_parallel_find_configuration out configurations)
  set(${out} "" PARENT_SCOPE)
  string(TOLOWER "${CTEST_CONFIGURATION_TYPE}" wanted)
  foreach(configuration IN LISTS configurations)
    string(TOLOWER "${configuration}" candidate)
    if(candidate STREQUAL wanted)
      set(${out} "${configuration}" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# Adds one test that ctest cannot run and reports as "Not Run".
function(_parallel_add_missing_test reason)
  set(test "${_parallel_target}_${reason}")
  if(NOT DEFINED "_parallel_test_${test}")
    set("_parallel_test_${test}" 1 PARENT_SCOPE)
    set(command "${test}")
    if(reason STREQUAL "NOT_AVAILABLE")
      # With this command, ctest reports that no configuration was selected.
      set(command NOT_AVAILABLE)
    endif()
    add_test("${test}" "${command}")
  endif()
endfunction()

# DISCOVERY_MODE PRE_TEST: lists the cases if the executable or the options are
# newer than the list. A separate cmake does it, because an error in this
# process would end ctest.
macro(_parallel_refresh_tests name executable)
  if(NOT EXISTS "${_parallel_here}/${executable}")
    file(REMOVE "${_parallel_here}/${name}_tests.cmake")
  elseif("${_parallel_here}/${executable}" IS_NEWER_THAN
         "${_parallel_here}/${name}_tests.cmake"
         OR "${_parallel_here}/${name}_options.cmake" IS_NEWER_THAN
         "${_parallel_here}/${name}_tests.cmake"
         OR "${_parallel_capacities_file}" IS_NEWER_THAN
         "${_parallel_here}/${name}_tests.cmake")
    _parallel_run_discovery("${_parallel_here}/${name}")
  endif()
endmacro()

function(_parallel_run_discovery base)
  _parallel_find_cmake(cmake)
  _parallel_build_directory(build)
  execute_process(
    COMMAND "${cmake}" "-Doptions_file=${base}_options.cmake"
      -P "${build}/parallel_testing/module/discover/Discover.cmake"
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
  )
  if(NOT result STREQUAL "0")
    file(REMOVE "${base}_tests.cmake")
    _parallel_add_failing_test("listing the test cases failed\n${output}")
    set("_parallel_test_${_parallel_target}_NOT_BUILT" 1 PARENT_SCOPE)
  elseif(NOT output STREQUAL "")
    message(NOTICE "${output}")
  endif()
endfunction()
