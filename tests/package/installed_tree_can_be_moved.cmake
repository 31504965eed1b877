# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

install_package("${work}/first")
file(RENAME "${work}/first" "${work}/second")
file(GLOB_RECURSE package "${work}/second/*.cmake")
foreach(file IN LISTS package)
  file(READ "${file}" text)
  foreach(directory IN ITEMS "${project_source}" "${project_build}" "${work}")
    string(FIND "${text}" "${directory}/" at)
    if(NOT at LESS 0)
      message(FATAL_ERROR "${file} knows ${directory}")
    endif()
  endforeach()
endforeach()

write_consumer("find_package(ParallelTesting 0.1 REQUIRED)")
configure(OPTIONS "-DCMAKE_PREFIX_PATH=${work}/second")
build()
load_tests()
expect_tests(Orders.Migrates smoke)
expect_property(Orders.Migrates RESOURCE_LOCK port:8080)
expect_property(Orders.Migrates LABELS slow unit)
expect_location(Orders.Migrates "${source}/tests/orders_test.cpp" 7)
run_ctest(ARGS -R Orders)
expect_stdout([[
#1 Orders.Migrates: Passed
100% tests passed, 0 tests failed out of 1
]])

# The tool finds the launcher that was moved with it, also for a build tree that
# has never heard of ParallelTesting.
set(foreign "${work}/foreign")
file(WRITE "${foreign}/CMakeCache.txt"
  "CMAKE_CTEST_COMMAND:INTERNAL=${CMAKE_CTEST_COMMAND}\n")
file(WRITE "${foreign}/CTestTestfile.cmake" "
add_test(writes /bin/sh -c [=[echo one >'${work}/shared']=])
add_test(reads /bin/sh -c [=[grep -q one '${work}/shared']=])
")
execute_process(
  COMMAND
    "${CMAKE_COMMAND}" -E env "PARALLEL_TESTING_STATE_DIR=${work}/state"
    "${work}/second/bin/parallel-testing" suggest "${foreign}"
  RESULT_VARIABLE result
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output
)
string(FIND "${output}" "${work}/shared" at)
if(NOT result EQUAL 1 OR at LESS 0)
  message(FATAL_ERROR "suggest ended with ${result}:\n${output}")
endif()
