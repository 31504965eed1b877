# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs `parallel-testing adopt` on a copy of tests/examples/adopted: the sources
# stay as they are, the patch applies, the patched project has a test for each
# case and passes at -j8, and without ParallelTesting it is what it was.
#   cmake and the variables of BuildExample.cmake, without OPTIONS -P <this>
cmake_minimum_required(VERSION 3.25)

# The tests of an example must not take the test around them for their own.
foreach(name IN ITEMS WORKER WORKER_COUNT RUN_ID RUN_DIR TEMP_DIR TEST_NAME
                      HELD_LOCKS CTEST JOBS COVERAGE COVERAGE_PER_TEST
)
  unset(ENV{PARALLEL_TESTING_${name}})
endforeach()

set(source "${BINARY}/source")
set(build "${BINARY}/work/build")
set(tool "${PREFIX}/bin/parallel-testing")
set(ENV{CPLUS_INCLUDE_PATH} "${PRECOMPILED}")
# Two builds at once keep two processors busier than two sources of one do.
set(ENV{CMAKE_BUILD_PARALLEL_LEVEL} 1)
set(ENV{CXX} "${COMPILER}")

function(run expected)
  execute_process(
    COMMAND ${ARGN}
    WORKING_DIRECTORY "${BINARY}"
    INPUT_FILE /dev/null
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
  )
  if(NOT result STREQUAL expected)
    message(FATAL_ERROR "'${ARGN}' ended with ${result}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect text)
  string(FIND "${output}" "${text}" at)
  if(at LESS 0)
    message(FATAL_ERROR "'${text}' is not in the output:\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE "${source}" "${BINARY}/adopt.patch")
file(COPY "${EXAMPLE}/" DESTINATION "${source}")
if(NOT EXISTS "${build}/CMakeCache.txt")
  file(
    COPY
      "${KNOWN_COMPILER}/CMakeCXXCompiler.cmake"
      "${KNOWN_COMPILER}/CMakeSystem.cmake"
    DESTINATION "${build}/CMakeFiles/${CMAKE_VERSION}"
  )
endif()
set(settings
  -G "${GENERATOR}" -DCMAKE_PLATFORM_INFO_INITIALIZED=1 -DCMAKE_BUILD_TYPE=
  -DCMAKE_CXX_STANDARD_REQUIRED=ON
  # The last step of an earlier run of this test sets it.
  -DCMAKE_DISABLE_FIND_PACKAGE_ParallelTesting=OFF
  "-DCMAKE_CXX_FLAGS=${FLAGS}"
)

# Without an agreement, no test runs.
run(2 "${tool}" adopt "${source}" --work work -- ${settings})
expect("work/build' -j8")
expect("pass --yes to run these tests")
if(EXISTS "${BINARY}/adopt.patch")
  message(FATAL_ERROR "there is a patch although no test ran")
endif()

run(0 "${tool}" adopt "${source}" --work work --yes -- ${settings})
expect("RUN_SERIAL is dropped")
expect("failed one by one: 0; at -j8: 0 of 9")
expect("taken back: a private working directory for 2 tests, first 'bills'")
expect("suggestions.cmake: a new file with ")
expect("- a private working directory for 3 tests, first")
file(GLOB_RECURSE files RELATIVE "${source}" "${source}/*")
if(NOT files STREQUAL "CMakeLists.txt;account.sh;orders_test.cpp")
  message(FATAL_ERROR "the source directory has other files: ${files}")
endif()
run(
  0 "${CMAKE_COMMAND}" -E compare_files
  "${source}/CMakeLists.txt" "${EXAMPLE}/CMakeLists.txt"
)

# Scripts that share a path below /tmp get a private /tmp, which only the
# launcher can give them; without namespaces, they take turns.
file(READ "${BINARY}/adopt.patch" output)
if(output MATCHES "parallel_add_test")
  expect("MARKERS isolate:tmp)")
  expect("+  else()\n+    add_test(NAME \${name} COMMAND sh")
else()
  expect("\"stock\" \"till\" PROPERTIES RESOURCE_LOCK")
endif()
# A private directory did not help these.
expect("\"bills\" \"ledger\" PROPERTIES RESOURCE_LOCK")

# The patch is that of the copy, which was proved.
run(0 patch -p1 -d "${source}" -i "${BINARY}/adopt.patch")
run(
  0 "${CMAKE_COMMAND}" -E compare_files
  "${source}/CMakeLists.txt" "${BINARY}/work/source/CMakeLists.txt"
)
run(0 "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" -N)
expect("Orders.Pens")
expect("smoke")
expect("Total Tests: 9")

# Whoever lacks the package has the tests of before.
run(
  0 "${CMAKE_COMMAND}" "${build}"
  -DCMAKE_DISABLE_FIND_PACKAGE_ParallelTesting=ON
)
run(0 "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" -N)
expect("Test #1: orders_test")
expect("Total Tests: 6")
