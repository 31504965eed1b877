# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Prints how long the tests take, and how many fail, each way.
cmake_minimum_required(VERSION 3.25)
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${BUILD}" -DWITH_RAW=ON
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
)
execute_process(
  COMMAND "${CMAKE_COMMAND}" --build "${BUILD}"
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
)
foreach(way IN ITEMS raw locked isolated)
  foreach(level IN ITEMS 1 8)
    execute_process(
      COMMAND "${CTEST}" --test-dir "${BUILD}" -j ${level} -R "^${way}\\."
      OUTPUT_VARIABLE output
      ERROR_QUIET
    )
    string(REGEX MATCH "([0-9]+) tests failed out of ([0-9]+)" failed "${output}")
    string(REGEX MATCH "real\\) = *([0-9.]+ sec)" time "${output}")
    message("${way}, -j${level}: ${CMAKE_MATCH_1}, ${failed}")
  endforeach()
endforeach()
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${BUILD}" -DWITH_RAW=OFF
  OUTPUT_QUIET
)
