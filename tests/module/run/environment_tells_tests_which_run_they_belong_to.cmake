# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 7 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  add_test(NAME plain COMMAND sh -c "env | grep ^PARALLEL_TESTING_")
  return()
endif()

# Sets `value` to what all tests of the last run saw.
function(read_variable name)
  string(REGEX MATCHALL "[123]: PARALLEL_TESTING_${name}=[^\n]*" lines "${output}")
  list(TRANSFORM lines REPLACE "^[123]: " "")
  list(LENGTH lines count)
  expect_equal("${count}" 3)
  list(REMOVE_DUPLICATES lines)
  list(LENGTH lines count)
  expect_equal("${count}" 1)
  string(REGEX REPLACE "^[^=]*=" "" value "${lines}")
  set(value "${value}" PARENT_SCOPE)
endfunction()

configure()
build()
# C14: 32 hexadecimal digits, equal in one run, different between two.
run_ctest(READ ARGS -V -j3)
read_variable(RUN_ID)
set(first "${value}")
if(NOT first MATCHES "^[0-9a-f]+$")
  message(FATAL_ERROR "the run id is '${first}'")
endif()
string(LENGTH "${first}" length)
expect_equal("${length}" 32)
read_variable(RUN_DIR)
expect_equal("${value}" "${build}/Testing/ParallelTesting/runs/${first}")
read_variable(WORKER_COUNT)
expect_equal("${value}" 3)
read_variable(CTEST)
if(NOT value MATCHES "^[0-9]+\\.[0-9]+$")
  message(FATAL_ERROR "ctest is '${value}'")
endif()
set(ENV{CTEST_PARALLEL_LEVEL} 2)
run_ctest(READ ARGS -V)
read_variable(WORKER_COUNT)
expect_equal("${value}" 2)
unset(ENV{CTEST_PARALLEL_LEVEL})
read_variable(RUN_ID)
if(value STREQUAL first)
  message(FATAL_ERROR "two runs have one id")
endif()
if(EXISTS "${build}/Testing/ParallelTesting")
  message(FATAL_ERROR "ctest made a directory")
endif()

# C15: a value from outside is used verbatim.
set(ENV{PARALLEL_TESTING_RUN_ID} "nightly-7.a")
run_ctest(READ ARGS -V)
read_variable(RUN_ID)
expect_equal("${value}" "nightly-7.a")

# C16: an invalid one warns and is ignored.
foreach(bad IN ITEMS "two words" "../up" "..")
  set(ENV{PARALLEL_TESTING_RUN_ID} "${bad}")
  run_ctest(READ ARGS -V)
  read_variable(RUN_ID)
  string(LENGTH "${value}" length)
  expect_equal("${length}" 32)
endforeach()
expect_stderr([[
ParallelTesting: warning: PARALLEL_TESTING_RUN_ID='two words' is ignored: a run id has 1 to 64 of A-Z a-z 0-9 _ . -, and does not start with a dot
ParallelTesting: warning: PARALLEL_TESTING_RUN_ID='../up' is ignored: a run id has 1 to 64 of A-Z a-z 0-9 _ . -, and does not start with a dot
ParallelTesting: warning: PARALLEL_TESTING_RUN_ID='..' is ignored: a run id has 1 to 64 of A-Z a-z 0-9 _ . -, and does not start with a dot
]])

# C17: a ctest that a test started is a run of its own.
set(ENV{PARALLEL_TESTING_RUN_ID} "outer")
set(ENV{PARALLEL_TESTING_WORKER} "gw3")
set(ENV{PARALLEL_TESTING_TEMP_DIR} "/outer")
set(ENV{PARALLEL_TESTING_TEST_NAME} "outer")
set(ENV{PARALLEL_TESTING_HELD_LOCKS} "kept")
run_ctest(READ ARGS -V)
read_variable(RUN_ID)
string(LENGTH "${value}" length)
expect_equal("${length}" 32)
read_variable(HELD_LOCKS)
expect_equal("${value}" kept)
if(output MATCHES "PARALLEL_TESTING_(WORKER|TEMP_DIR|TEST_NAME)=")
  message(FATAL_ERROR "the outer worker is still there:\n${output}")
endif()
