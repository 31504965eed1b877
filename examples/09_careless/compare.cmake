# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds the suite both ways and prints how many tests fail at `ctest -j8`.
cmake_minimum_required(VERSION 3.25)
foreach(way IN ITEMS before after)
  set(before OFF)
  if(way STREQUAL "before")
    set(before ON)
  endif()
  execute_process(
    COMMAND
      "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${BUILD}/${way}"
      "-DBEFORE=${before}" "-DParallelTesting_DIR=${PACKAGE}"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
  )
  execute_process(
    COMMAND "${CMAKE_COMMAND}" --build "${BUILD}/${way}"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
  )
  foreach(round RANGE 1 3)
    execute_process(
      COMMAND "${CTEST}" --test-dir "${BUILD}/${way}" -j 8
      OUTPUT_VARIABLE output
      ERROR_QUIET
    )
    string(REGEX MATCH "([0-9]+) tests failed out of [0-9]+" failed "${output}")
    string(REGEX MATCH "real\\) = *([0-9.]+ sec)" time "${output}")
    message("${way}, round ${round}: ${failed}, ${CMAKE_MATCH_1}")
  endforeach()
endforeach()
