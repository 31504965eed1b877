# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Configures, builds and tests one example as its reader would, with the
# project found as an installed package:
#   cmake -D EXAMPLE=<source> -D BINARY=<directory> -D PREFIX=<installed>
#         -D GENERATOR=<generator> -D COMPILER=<path> -D FLAGS=<flags>
#         -D KNOWN_COMPILER=<its CMAKE_PLATFORM_INFO_DIR>
#         -D PRECOMPILED=<directory> [-D OPTIONS=<more>] -P <this>
# Compiler and flags are those of the package: it may need their libraries. What
# CMake knows of that compiler is copied, GoogleTest is precompiled, and nothing
# is compiled for a debugger: the subject is the example. The option for the
# standard is the one of the projects of end_to_end, so ccache knows the adapters.
cmake_minimum_required(VERSION 3.25)

# The tests of an example must not take the test around them for their own.
foreach(name IN ITEMS WORKER WORKER_COUNT RUN_ID RUN_DIR TEMP_DIR TEST_NAME
                      HELD_LOCKS CTEST JOBS COVERAGE COVERAGE_PER_TEST
)
  unset(ENV{PARALLEL_TESTING_${name}})
endforeach()

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "'${ARGV}' failed: ${result}")
  endif()
endfunction()

if(NOT EXISTS "${BINARY}/CMakeCache.txt")
  file(
    COPY
      "${KNOWN_COMPILER}/CMakeCXXCompiler.cmake"
      "${KNOWN_COMPILER}/CMakeSystem.cmake"
    DESTINATION "${BINARY}/CMakeFiles/${CMAKE_VERSION}"
  )
endif()
set(ENV{CPLUS_INCLUDE_PATH} "${PRECOMPILED}")
# Two builds at once keep two processors busier than two sources of one do.
set(ENV{CMAKE_BUILD_PARALLEL_LEVEL} 1)
# Not a cache entry: a build tree that is there already would begin anew.
set(ENV{CXX} "${COMPILER}")
run(
  "${CMAKE_COMMAND}" -S "${EXAMPLE}" -B "${BINARY}" -G "${GENERATOR}"
  -DCMAKE_PLATFORM_INFO_INITIALIZED=1 "-DCMAKE_PREFIX_PATH=${PREFIX}"
  -DCMAKE_BUILD_TYPE= "-DCMAKE_CXX_FLAGS=${FLAGS}"
  -DCMAKE_CXX_STANDARD=17 -DCMAKE_CXX_STANDARD_REQUIRED=ON ${OPTIONS}
)
run("${CMAKE_COMMAND}" --build "${BINARY}")
if(EXISTS "${EXAMPLE}/CMakePresets.json")
  run("${CMAKE_COMMAND}" --build "${BINARY}" --target test-fast)
endif()
if("${OPTIONS}" MATCHES "_COVERAGE=ON")
  run("${CMAKE_COMMAND}" --build "${BINARY}" --target coverage)
endif()
foreach(level IN ITEMS 1 8)
  run(
    "${CMAKE_CTEST_COMMAND}" --test-dir "${BINARY}" -j ${level}
    --output-on-failure --no-tests=error --schedule-random
  )
endforeach()
