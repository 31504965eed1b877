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
run_ctest(ARGS -V STDOUT
  "PARALLEL_TESTING_RUN_DIR=${top}/Testing/ParallelTesting/runs/")
run_ctest(ARGS --test-dir "${top}/one" STDOUT "100% tests passed")
