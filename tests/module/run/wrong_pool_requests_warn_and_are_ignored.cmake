# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_test(NAME plain COMMAND sh -c "env | grep ^CTEST_RESOURCE || true")
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
run_ctest(ARGS --resource-spec-file own.json
  STDERR "there is no pool of workers, because ctest was given a resource spec file of its own"
  STDOUT "100% tests passed"
)
