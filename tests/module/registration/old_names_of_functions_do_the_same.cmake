# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(CMAKE_CXX_COMPILER_ID GNU)
  foreach(program IN ITEMS tool postgresql_server)
    add_executable(ParallelTesting::${program} IMPORTED)
    set_target_properties(
      ParallelTesting::${program} PROPERTIES IMPORTED_LOCATION /bin/true)
  endforeach()
  add_library(shop STATIC "${CASE_SUPPORT_DIR}/fake.cpp")
  if(CASE_USES_OLD_NAMES)
    parallel_testing_labels(billing nightly)
    parallel_capacity(gpu IDS 0 1 SLOTS 100)
    parallel_capacity(databases 4)
    parallel_coverage(NAME coverage TARGETS shop FAIL_UNDER 90)
    parallel_postgresql_server(NAME pg DATABASE test EXTENSIONS pgcrypto)
  else()
    parallel_declare_labels(billing nightly)
    parallel_declare_capacity(gpu IDS 0 1 SLOTS 100)
    parallel_declare_capacity(databases 4)
    parallel_add_coverage(NAME coverage TARGETS shop FAIL_UNDER 90)
    parallel_add_postgresql_server(NAME pg DATABASE test EXTENSIONS pgcrypto)
  endif()
  parallel_add_test(
    NAME smoke COMMAND true MARKERS billing resource:gpu:3 database fixture:pg)
  return()
endif()

# Sets `out` to what the calls left in the build tree and tell ctest.
macro(read_results out)
  load_tests()
  string(JSON ${out} GET "${json}" tests)
  # The calls stand on other lines.
  string(REGEX REPLACE "\"backtrace\" : [0-9]+," "" ${out} "${${out}}")
  foreach(file IN ITEMS capacities.cmake coverage/coverage.txt)
    file(READ "${build}/parallel_testing/${file}" content)
    string(APPEND ${out} "${content}")
  endforeach()
endmacro()

configure(OPTIONS -DCASE_USES_OLD_NAMES=OFF)
read_results(new)
expect_tests(pg.start pg.stop smoke)
configure(OPTIONS -DCASE_USES_OLD_NAMES=ON)
read_results(old)
if(NOT old STREQUAL new)
  message(FATAL_ERROR "old names:\n${old}\nnew names:\n${new}")
endif()

# From CMake 4.4 on, -Wdeprecated is what CMake does anyway.
if(CMAKE_VERSION VERSION_LESS 4.4)
  configure(OPTIONS -DCASE_USES_OLD_NAMES=ON -Wdeprecated)
  expect_stderr([[
CMake Deprecation Warning at <case>:11 (parallel_testing_labels):
  parallel_testing_labels() is deprecated: call parallel_declare_labels() instead
CMake Deprecation Warning at <case>:12 (parallel_capacity):
  parallel_capacity() is deprecated: call parallel_declare_capacity() instead
CMake Deprecation Warning at <case>:13 (parallel_capacity):
  parallel_capacity() is deprecated: call parallel_declare_capacity() instead
CMake Deprecation Warning at <case>:14 (parallel_coverage):
  parallel_coverage() is deprecated: call parallel_add_coverage() instead
CMake Deprecation Warning at <case>:15 (parallel_postgresql_server):
  parallel_postgresql_server() is deprecated: call parallel_add_postgresql_server() instead
]])
endif()
configure(OPTIONS -DCASE_USES_OLD_NAMES=OFF -Wdeprecated)
configure(OPTIONS -DCASE_USES_OLD_NAMES=ON -Werror=deprecated RESULT 1)
expect_stderr([[
CMake Deprecation Error at <case>:11 (parallel_testing_labels):
  parallel_testing_labels() is deprecated: call parallel_declare_labels() instead
]])
