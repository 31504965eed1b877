# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Decides which tests the launcher runs. CMake registers the command of the test
# itself; ctest prepends the launcher when it loads tests to run them, so that
# `ctest --show-only=json` shows the program.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/MpiStarter.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/TestPreparation.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Quoting.cmake")

# Sets `out` to whether the launcher runs a test: as the call, then the
# variable, then `default` specify. Markers that only the launcher can obey take
# precedence over all of them.
function(_parallel_wants_launcher out call given default)
  set(wanted "${default}")
  if(NOT "${PARALLEL_TESTING_LAUNCHER}" STREQUAL "")
    set(wanted "${PARALLEL_TESTING_LAUNCHER}")
  endif()
  if(NOT "${given}" STREQUAL "")
    set(wanted "${given}")
  endif()
  if(NOT wanted MATCHES "^(ON|OFF|AUTO)$")
    message(FATAL_ERROR
      "${call}: PARALLEL_TESTING_LAUNCHER cannot be '${wanted}'\n"
      "  allowed: ON | OFF | AUTO"
    )
  endif()
  if(wanted STREQUAL "AUTO")
    set(wanted "${default}")
  endif()
  set(${out} ${wanted} PARENT_SCOPE)
endfunction()

# Records a test of parallel_add_test() for the scripts inside ctest, and
# whether the launcher runs it. `given` is the value of LAUNCHER, `supervised`
# is whether only the launcher can obey the markers, and `isolations` are the
# kinds of isolation that the markers request. `output` is the value of OUTPUT.
function(_parallel_launch_plain_test call name markers given supervised
  isolations output
)
  _parallel_wants_launcher(wanted "${call}" "${given}" ON)
  _parallel_launched_key(key "${name}")
  if(NOT output STREQUAL "" AND markers MATCHES "(^|;)mpi(:|;|$)")
    message(FATAL_ERROR
      "${call}: OUTPUT cannot be combined with the marker mpi: the ranks would "
      "print several plans\n"
      "  remedy: remove one of them"
    )
  endif()
  if(NOT wanted AND NOT output STREQUAL "")
    message(FATAL_ERROR
      "${call}: LAUNCHER is OFF, but OUTPUT requires the launcher\n"
      "  remedy: pass LAUNCHER ON"
    )
  endif()
  if(NOT wanted)
    if(supervised)
      message(FATAL_ERROR
        "${call}: LAUNCHER is OFF, but markers require the launcher\n"
        "  markers: ${markers}"
      )
    endif()
    set_property(
      GLOBAL
      APPEND_STRING PROPERTY PARALLEL_TESTING_LAUNCHED
        "_parallel_unlaunched_test(${key})\n"
    )
    if(markers MATCHES "(^|;)gpu(:|;|$)")
      set_property(
        GLOBAL APPEND PROPERTY PARALLEL_TESTING_UNLAUNCHED_DEVICES "${call}")
    endif()
    return()
  endif()
  _parallel_use_launcher()
  set_property(GLOBAL PROPERTY PARALLEL_TESTING_LAUNCHES_${key} TRUE)
  list(JOIN markers "," markers)
  set(code "_parallel_launched_test(${key} \"${markers}\" \"${output}\")\n")
  if(markers MATCHES "(^|,)mpi:")
    _parallel_mpi_starter(starter)
    _parallel_quote_items(starter starter)
    string(APPEND code "set(_parallel_launched_mpi_${key}${starter})\n")
  endif()
  foreach(kind IN LISTS isolations)
    string(APPEND code "_parallel_isolates(${kind})\n")
  endforeach()
  set_property(GLOBAL APPEND_STRING PROPERTY PARALLEL_TESTING_LAUNCHED "${code}")
  set_property(GLOBAL PROPERTY PARALLEL_TESTING_INTERCEPT TRUE)
endfunction()

# Sets `out` to what identifies a test of this directory.
function(_parallel_launched_key out name)
  file(RELATIVE_PATH directory "${CMAKE_BINARY_DIR}"
    "${CMAKE_CURRENT_BINARY_DIR}")
  string(MD5 key "${directory}|${name}")
  set(${out} ${key} PARENT_SCOPE)
endfunction()

# Sets `out` to the launcher of the machine that compiles for another one, where
# ctest and the emulators run; empty if there is none.
function(_parallel_find_host_launcher out)
  set(found "${PARALLEL_TESTING_HOST_LAUNCHER}")
  if("${found}" STREQUAL "")
    find_program(
      found parallel-testing-launcher
      PATHS /usr/local/libexec /usr/libexec
      NO_CMAKE_FIND_ROOT_PATH NO_CACHE
    )
    if(NOT found)
      set(found "")
    endif()
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# Builds the launcher, and records its location for the scripts inside ctest.
function(_parallel_use_launcher)
  get_property(done GLOBAL PROPERTY PARALLEL_TESTING_USES_LAUNCHER)
  get_property(
    installed GLOBAL PROPERTY PARALLEL_TESTING_INSTALLED_LAUNCHER)
  if(CMAKE_CROSSCOMPILING AND NOT TARGET ParallelTesting::launcher)
    _parallel_find_host_launcher(installed)
  endif()
  if(done OR (NOT TARGET ParallelTesting::launcher AND NOT installed))
    return()
  endif()
  set_property(GLOBAL PROPERTY PARALLEL_TESTING_USES_LAUNCHER TRUE)
  set(program "${installed}")
  if(TARGET ParallelTesting::launcher)
    set(program "$<TARGET_FILE:ParallelTesting::launcher>")
    get_target_property(imported ParallelTesting::launcher IMPORTED)
    get_target_property(
      for_host ParallelTesting::launcher PARALLEL_TESTING_BUILT_FOR_HOST)
    if(for_host)
      set(imported FALSE)
    endif()
  endif()
  if(TARGET ParallelTesting::launcher AND NOT imported)
    # In a tree that was added with EXCLUDE_FROM_ALL, nothing else builds it.
    add_custom_target(parallel_testing_launcher_is_built ALL)
    add_dependencies(
      parallel_testing_launcher_is_built ParallelTesting::launcher)
    _parallel_prepare_tests(parallel_testing_launcher_is_built)
  endif()
  set(suffix "")
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi_config)
    set(suffix "-$<CONFIG>")
  endif()
  set(directory "${CMAKE_BINARY_DIR}/parallel_testing")
  _parallel_quote(absolute "${program}")
  _parallel_expression_text(from "${directory}")
  _parallel_expression_text(to "${program}")
  if(TARGET ParallelTesting::launcher)
    set(to "${program}")
  endif()
  _parallel_quote(relative "$<PATH:RELATIVE_PATH,${to},${from}>")
  _parallel_quote(source "${CMAKE_SOURCE_DIR}")
  file(
    GENERATE OUTPUT "${directory}/launcher${suffix}.cmake"
    CONTENT "_parallel_launcher_is(${absolute} ${relative} ${source})\n"
  )
endfunction()
