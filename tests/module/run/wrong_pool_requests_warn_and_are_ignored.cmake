# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_test(NAME plain COMMAND sh -c "env | grep ^CTEST_RESOURCE || true")
  if(OWN_SPEC)
    set(CTEST_RESOURCE_SPEC_FILE "${CMAKE_CURRENT_BINARY_DIR}/own.json")
  endif()
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/own.json"
    "{\"version\": {\"major\": 1, \"minor\": 0}, \"local\": []}")
  parallel_add_test(NAME marked COMMAND true)
  return()
endif()

configure()
foreach(bad IN ITEMS 0 -1 many 1000 "2 ")
  set(ENV{PARALLEL_TESTING_JOBS} "${bad}")
  run_ctest(ARGS -V
    STDERR "PARALLEL_TESTING_JOBS='${bad}' is ignored: it is 'auto' or a number from 1 to 999"
    STDOUT "100% tests passed"
  )
endforeach()
set(ENV{PARALLEL_TESTING_JOBS} 2)
set(warning
  "PARALLEL_TESTING_JOBS is ignored, because ctest reads one resource spec file only")
run_ctest(ARGS --resource-spec-file own.json STDERR "${warning}"
  STDOUT "100% tests passed")
configure(OPTIONS -DOWN_SPEC=ON)
run_ctest(STDERR "${warning}" STDOUT "100% tests passed")
