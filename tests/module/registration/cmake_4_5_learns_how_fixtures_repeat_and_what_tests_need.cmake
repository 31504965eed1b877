# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# This CMake plays version 4.5: the module is a copy that asks for another
# version and another policy, and add_test() adds BUILD_DEPENDS to the command.
if(IN_PROJECT)
  add_executable(starter "${CASE_SUPPORT_DIR}/fake.cpp")
  add_executable(ParallelTesting::launcher ALIAS starter)
  set(one_case "parallel_case([=[a]=] [=[a]=] 7 [=[]=] [=[]=])")
  foreach(policy IN ITEMS NEW OLD)
    # CMake 3.25 introduced CMP0141, which 3.23 leaves unset.
    if(policy STREQUAL "OLD")
      cmake_policy(VERSION 3.23)
    endif()
    parallel_add_test(
      NAME ${policy} COMMAND true BUILD_DEPENDS table.csv
      PROPERTIES FIXTURES_SETUP ${policy}
    )
    add_manifest_fake(${policy}_test catch2 "${one_case}")
    parallel_discover_tests(
      ${policy}_test PROPERTIES FIXTURES_CLEANUP ${policy})
    parallel_discover_tests(${policy}_test TEST_PREFIX plain.)
  endforeach()
  parallel_add_test(NAME alone COMMAND true LAUNCHER OFF)
  # These names cannot be those of targets.
  parallel_add_test(NAME "a/b c" COMMAND true)
  set(MPIEXEC_EXECUTABLE "${CMAKE_COMMAND}")
  set(MPIEXEC_NUMPROC_FLAG "-n")
  parallel_add_test(
    NAME ranks COMMAND true BUILD_DEPENDS table_of_ranks ranks.csv
    MARKERS mpi:1,2
  )
  add_custom_target(table_of_ranks)
  function(print_needed)
    get_property(needed DIRECTORY PROPERTY CMAKE_TEST_BUILD_DEPENDS)
    message(NOTICE "test_prep/all: ${needed}")
  endfunction()
  cmake_language(DEFER CALL print_needed)
  return()
endif()

file(COPY "${module_dir}/" DESTINATION "${work}/module")
set(changed 0)
foreach(file IN ITEMS
  AddTest DiscoverTests configure/FixtureRepeats configure/TestPreparation
)
  set(path "${work}/module/ParallelTesting/${file}.cmake")
  file(READ "${path}" text)
  string(REGEX REPLACE "VERSION_(GREATER_EQUAL|LESS) 4[.][45]"
    "VERSION_\\1 3.25" played "${text}")
  string(REPLACE CMP0224 CMP0141 played "${played}")
  if(NOT played STREQUAL text)
    math(EXPR changed "${changed} + 1")
  endif()
  # Semicolons and brackets stay, unlike in a list.
  file(WRITE "${path}" "${played}")
endforeach()
expect_equal(${changed} 4)

set(module_dir "${work}/module")
configure()
expect_stderr([[
CMake Warning (dev) at <work>/module/ParallelTesting/configure/TestPreparation.cmake:30 (message):
  parallel_add_test(): BUILD_DEPENDS cannot pass on 'ranks.csv', because the names of tests with several counts of ranks cannot be those of targets. From CMake 4.5 on, test_prep/all builds targets; build everything else before the tests.
test_prep/all: parallel_testing_launcher_is_built;NEW_test;OLD_test;table_of_ranks
]])
file(READ "${build}/CTestTestfile.cmake" tests)
set(repeats "_CMAKE_DEFAULT_FIXTURE_REPEAT_MODE \"AROUND_EACH_REPEAT\"")
string(REGEX MATCHALL "${repeats}" found "${tests}")
list(LENGTH found count)
expect_equal(${count} 1)
string(REGEX MATCH "PROPERTIES [^\n]*${repeats}[^\n]*" properties "${tests}")
expect_text("${properties}" "FIXTURES_SETUP \"NEW\"")
# What the build must have made, and nothing without launcher and files.
set(needs "\"BUILD_DEPENDS\" \"table.csv\" \"parallel_testing_launcher_is_built\"")
string(REGEX MATCHALL "${needs}" found "${tests}")
list(LENGTH found count)
if(CMAKE_VERSION VERSION_LESS 4.4)
  expect_equal(${count} 2)
else()
  # Here, add_test() understands them.
  expect_equal(${count} 0)
endif()
string(REGEX MATCHALL BUILD_DEPENDS found "${tests}")
list(LENGTH found all)
expect_equal(${all} ${count})
foreach(policy IN ITEMS NEW OLD)
  foreach(number IN ITEMS 1 2)
    file(READ
      "${build}/parallel_testing/${policy}_test-${number}_options.cmake" options)
    if(policy STREQUAL "NEW" AND number EQUAL 1)
      expect_text("${options}"
        "FIXTURES_CLEANUP" "_CMAKE_DEFAULT_FIXTURE_REPEAT_MODE")
    else()
      expect_no_text("${options}" "_CMAKE_DEFAULT_FIXTURE_REPEAT_MODE")
    endif()
  endforeach()
endforeach()
