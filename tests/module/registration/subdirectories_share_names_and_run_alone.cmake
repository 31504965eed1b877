# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  foreach(name IN ITEMS one two)
    file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/${name}/CMakeLists.txt"
      "add_manifest_fake(${name}_test googletest\n"
      "  \"parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])\")\n"
      "parallel_discover_tests(${name}_test)\n"
    )
    add_subdirectory(${name})
  endforeach()
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.A two_test.Orders.A)
set(top "${build}")
set(build "${top}/two")
load_tests()
expect_tests(Orders.A)
run_ctest(ARGS -V LINES "^PARALLEL_TESTING_RUN_DIR=")
expect_stdout([[
1: PARALLEL_TESTING_RUN_DIR=<work>/build/Testing/ParallelTesting/runs/<run id>
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
run_ctest(ARGS --test-dir "${top}/one")
expect_stdout([[
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
