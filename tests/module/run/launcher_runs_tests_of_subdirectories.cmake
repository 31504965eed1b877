# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  foreach(name IN ITEMS one two)
    file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/${name}/CMakeLists.txt"
      "parallel_add_test(NAME same COMMAND env MARKERS lock:${name})\n"
      "parallel_add_test(NAME ${name} COMMAND env MARKERS lock:${name})\n"
    )
    add_subdirectory(${name})
  endforeach()
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/plain/CMakeLists.txt"
    "add_test(NAME same COMMAND env)\n")
  add_subdirectory(plain)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
# A launcher for each that asked for one, although others have their names.
foreach(directory IN ITEMS "${build}" "${build}/one" "${build}/plain")
  set(build "${directory}")
  run_ctest(ARGS -V LINES "^PARALLEL_TESTING_TEST_NAME=")
endforeach()
expect_stdout([[
1: PARALLEL_TESTING_TEST_NAME=same
#1 same: Passed
2: PARALLEL_TESTING_TEST_NAME=one
#2 one: Passed
3: PARALLEL_TESTING_TEST_NAME=same
#3 same: Passed
4: PARALLEL_TESTING_TEST_NAME=two
#4 two: Passed
#5 same: Passed
100% tests passed, 0 tests failed out of 5
1: PARALLEL_TESTING_TEST_NAME=same
#1 same: Passed
2: PARALLEL_TESTING_TEST_NAME=one
#2 one: Passed
100% tests passed, 0 tests failed out of 2
#1 same: Passed
100% tests passed, 0 tests failed out of 1
]])
