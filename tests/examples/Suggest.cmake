# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Does with a copy of examples/06_suggest what docs/five_minutes.md shows: the
# suggestions are those of the example, and with them the tests pass in parallel
# and nothing more is found.
#   cmake -D TOOL=<parallel-testing> and the variables of BuildExample.cmake,
#         without OPTIONS -P <this>
cmake_minimum_required(VERSION 3.25)

# The tests of an example must not take the test around them for their own.
foreach(name IN ITEMS WORKER WORKER_COUNT RUN_ID RUN_DIR TEMP_DIR TEST_NAME
                      HELD_LOCKS CTEST JOBS COVERAGE COVERAGE_PER_TEST
)
  unset(ENV{PARALLEL_TESTING_${name}})
endforeach()

set(source "${BINARY}/source")
set(build "${BINARY}/build")
set(suggestions cmake/parallel_testing_suggestions.cmake)
set(ENV{CPLUS_INCLUDE_PATH} "${PRECOMPILED}")
# Two builds at once keep two processors busier than two sources of one do.
set(ENV{CMAKE_BUILD_PARALLEL_LEVEL} 1)
set(ENV{CXX} "${COMPILER}")

function(run expected)
  execute_process(
    COMMAND ${ARGN}
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
  )
  if(NOT result STREQUAL expected)
    message(FATAL_ERROR "'${ARGN}' ended with ${result}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(build_with before)
  run(
    0 "${CMAKE_COMMAND}" -S "${source}" -B "${build}" -G "${GENERATOR}"
    -DCMAKE_PLATFORM_INFO_INITIALIZED=1 "-DCMAKE_PREFIX_PATH=${PREFIX}"
    -DCMAKE_BUILD_TYPE= "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DBEFORE=${before}"
    -DCMAKE_CXX_STANDARD_REQUIRED=ON
  )
  run(0 "${CMAKE_COMMAND}" --build "${build}")
endfunction()

file(REMOVE_RECURSE "${source}")
file(COPY "${EXAMPLE}/" DESTINATION "${source}")
file(REMOVE "${source}/${suggestions}")
if(NOT EXISTS "${build}/CMakeCache.txt")
  file(
    COPY
      "${KNOWN_COMPILER}/CMakeCXXCompiler.cmake"
      "${KNOWN_COMPILER}/CMakeSystem.cmake"
    DESTINATION "${build}/CMakeFiles/${CMAKE_VERSION}"
  )
endif()
build_with(ON)
run(1 "${TOOL}" suggest "${build}")
foreach(
  expected IN ITEMS "3 tests of Stock write stock.txt in the working directory"
  "2 tests of Cache write /tmp/warehouse.cache"
  "2 tests of Server bind TCP port 18084"
)
  string(FIND "${output}" "${expected}" at)
  if(at LESS 0)
    message(FATAL_ERROR "'${expected}' is not in the output:\n${output}")
  endif()
endforeach()
run(1 "${TOOL}" suggest "${build}" --last --apply)
# The comments have paths of the build tree.
file(STRINGS "${EXAMPLE}/${suggestions}" expected REGEX "^[^#]")
file(STRINGS "${source}/${suggestions}" written REGEX "^[^#]")
if(NOT written STREQUAL expected)
  message(FATAL_ERROR
    "the suggestions are not those of the example, but:\n${written}"
  )
endif()
build_with(OFF)
run(
  0 "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" -j 8 --output-on-failure
  --no-tests=error --schedule-random
)
# What is applied stays: the tests need it, although they do not share anything
# with it any more.
file(READ "${source}/${suggestions}" first)
run(0 "${TOOL}" suggest "${build}" --apply)
file(READ "${source}/${suggestions}" again)
if(NOT again STREQUAL first)
  message(FATAL_ERROR "the second --apply wrote:\n${again}")
endif()
