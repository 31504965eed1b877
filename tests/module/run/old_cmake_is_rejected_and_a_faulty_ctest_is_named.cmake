# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
function(include_as version)
  file(WRITE "${work}/include.cmake"
    "set(CMAKE_VERSION ${version})\n"
    "include(\"${module_dir}/ParallelTesting.cmake\")\n"
  )
  run(COMMAND "${CMAKE_COMMAND}" -P "${work}/include.cmake" ${ARGN})
endfunction()

include_as(3.24.4 RESULT 1)
expect_stderr([[
CMake Error at include.cmake:2 (include):
  ParallelTesting requires CMake 3.25 or newer

    running: 3.24.4
]])
include_as(3.29.0)
expect_stderr([[
CMake Warning at include.cmake:2 (include):
  CTest 3.29.0 ignores RESOURCE_LOCK: it starts tests that exclude each other at the same time. Use 3.29.1 or newer.
]])
include_as(3.29.1)
