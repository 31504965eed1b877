# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/own.json" "{
    \"version\": {\"major\": 1, \"minor\": 0},
    \"local\": [{\"gpus\": [{\"id\": \"7\", \"slots\": 2}]}]}")
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/inner/CMakeLists.txt" "
    parallel_declare_capacity(licences 3)
    parallel_declare_capacity(databases 9)
    add_test(NAME inner COMMAND env)
    set_tests_properties(inner PROPERTIES RESOURCE_GROUPS \"gpus:2\")
  ")
  if(OWN_SPEC STREQUAL "project")
    set(CTEST_RESOURCE_SPEC_FILE "${CMAKE_CURRENT_BINARY_DIR}/own.json")
  endif()
  parallel_declare_capacity(databases 4)
  parallel_add_test(NAME both COMMAND env MARKERS database resource:licences:3)
  if(OWN_SPEC STREQUAL "subproject")
    set(CTEST_RESOURCE_SPEC_FILE "${CMAKE_CURRENT_BINARY_DIR}/own.json")
  endif()
  add_subdirectory(inner)
  if(OWN_SPEC STREQUAL "subproject")
    unset(CTEST_RESOURCE_SPEC_FILE)
  endif()
  return()
endif()

foreach(place IN ITEMS project subproject)
  configure(OPTIONS -DOWN_SPEC=${place})
  run_ctest(ARGS -j 4 -V LINES "^CTEST_RESOURCE_GROUP_[0-9]+_")
endforeach()
expect_stdout([[
1: CTEST_RESOURCE_GROUP_0_DATABASES=id:0,slots:1
1: CTEST_RESOURCE_GROUP_1_LICENCES=id:0,slots:1
1: CTEST_RESOURCE_GROUP_2_LICENCES=id:1,slots:1
1: CTEST_RESOURCE_GROUP_3_LICENCES=id:2,slots:1
#1 both: Passed
2: CTEST_RESOURCE_GROUP_0_GPUS=id:7,slots:2
#2 inner: Passed
100% tests passed, 0 tests failed out of 2
1: CTEST_RESOURCE_GROUP_0_DATABASES=id:0,slots:1
1: CTEST_RESOURCE_GROUP_1_LICENCES=id:0,slots:1
1: CTEST_RESOURCE_GROUP_2_LICENCES=id:1,slots:1
1: CTEST_RESOURCE_GROUP_3_LICENCES=id:2,slots:1
#1 both: Passed
2: CTEST_RESOURCE_GROUP_0_GPUS=id:7,slots:2
#2 inner: Passed
100% tests passed, 0 tests failed out of 2
]])

# One given to ctest replaces ours.
run_ctest(ARGS -j 4 --resource-spec-file own.json RESULT fails)
expect_stdout([[
#1 both: ***Not Run
#2 inner: Passed
50% tests passed, 1 tests failed out of 2
]])
expect_stderr([[
ParallelTesting: warning: the resource spec file 'own.json' lacks 'databases', 'licences', so ctest will not run the tests that need it. Omit the option and set CTEST_RESOURCE_SPEC_FILE in the project instead: ParallelTesting then adds what the file lacks
Insufficient resources for test both:
  Test requested resources of type 'databases' which does not exist
  Test requested resources of type 'licences' which does not exist
Resource spec file:
  own.json
]])
