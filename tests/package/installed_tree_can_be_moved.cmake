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
