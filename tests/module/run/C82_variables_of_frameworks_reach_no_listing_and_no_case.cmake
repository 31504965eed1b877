# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each variable is set while the project is built and while its tests run. The
# executables print what they see of them.
set(print [[
env | grep -E '^(GTEST_|TESTBRIDGE_|TEST_[A-Z_]*SHARD|TEST_PREMATURE|TEST_RANDOM|XML_OUTPUT|BAZEL|BOOST_TEST_)' | sed 's/^/sees /'
]])
if(IN_PROJECT)
  foreach(mode IN ITEMS POST_BUILD PRE_TEST)
    foreach(adapter IN ITEMS googletest none)
      set(target ${mode}_${adapter})
      add_fake(${target} ${adapter} "${print}
env | grep -E '^(GTEST_|TESTBRIDGE_|TEST_[A-TV-Z]|XML_|BAZEL|BOOST)' >> ${CMAKE_BINARY_DIR}/listing_saw
if test -n \"$PARALLEL_TESTING_MANIFEST\"; then
cat > \"$PARALLEL_TESTING_MANIFEST\" <<END
parallel_manifest(1 googletest)
parallel_case([=[A.a]=] [=[A.a]=] 7 [=[]=] [=[]=])
parallel_manifest_end(1)
END
elif test \"$1\" = --gtest_list_tests; then
  printf 'A.\\n  a\\n'
elif test \"$1\" = --libidentify; then
  exit 1
fi
")
      parallel_discover_tests(${target}
        TEST_PREFIX ${target}. DISCOVERY_MODE ${mode})
      parallel_discover_tests(${target}
        TEST_PREFIX own.${target}. DISCOVERY_MODE ${mode}
        PROPERTIES ENVIRONMENT "GTEST_REPEAT=own;GTEST_FILTER=A.a")
    endforeach()
  endforeach()
  file(WRITE "${CMAKE_BINARY_DIR}/print.sh" "${print}")
  foreach(launcher IN ITEMS ON OFF)
    parallel_add_test(NAME added_${launcher} LAUNCHER ${launcher}
      COMMAND sh "${CMAKE_BINARY_DIR}/print.sh")
  endforeach()
  # Somebody else's.
  add_test(NAME plain COMMAND sh "${CMAKE_BINARY_DIR}/print.sh")
  add_test(NAME plain_own COMMAND sh "${CMAKE_BINARY_DIR}/print.sh")
  set_tests_properties(plain_own PROPERTIES ENVIRONMENT "GTEST_FILTER=own")
  return()
endif()

# GoogleTest's, and this test's own.
unset(ENV{TEST_TMPDIR})
include("${module_dir}/ParallelTesting/pure/FrameworkVariables.cmake")
_parallel_framework_variables(variables)
foreach(variable IN LISTS variables)
  set(ENV{${variable}} "from;out[side")
endforeach()
configure()
build()
load_tests()
expect_tests(
  POST_BUILD_googletest.A.a own.POST_BUILD_googletest.A.a
  POST_BUILD_none.A.a own.POST_BUILD_none.A.a
  PRE_TEST_googletest.A.a own.PRE_TEST_googletest.A.a
  PRE_TEST_none.A.a own.PRE_TEST_none.A.a
  added_ON added_OFF plain plain_own
)
file(READ "${build}/listing_saw" saw)
expect_equal("${saw}" "")

# Sets `lines` to what the tests that `ARGN` selects saw.
function(see)
  run_ctest(READ ARGS -V ${ARGN})
  string(REPLACE ";" "<semicolon>" output "${output}")
  string(REPLACE "[" "<bracket>" output "${output}")
  string(REGEX MATCHALL "sees [^\n]*" lines "${output}")
  list(SORT lines)
  set(lines "${lines}" PARENT_SCOPE)
endfunction()

see(-R "^(POST|PRE|added)")
expect_stderr([[
ParallelTesting: warning: ignored here: GTEST_ALSO_RUN_DISABLED_TESTS, GTEST_FAIL_FAST, GTEST_FAIL_IF_NO_TEST_LINKED, GTEST_FAIL_IF_NO_TEST_SELECTED, GTEST_FILTER, GTEST_FLAGFILE, GTEST_OUTPUT, GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING, GTEST_REPEAT, GTEST_SHARD_INDEX, GTEST_SHARD_STATUS_FILE, GTEST_SHUFFLE, GTEST_STREAM_RESULT_TO, GTEST_TOTAL_SHARDS, BAZEL_TEST, TESTBRIDGE_TEST_ONLY, TESTBRIDGE_TEST_RUNNER_FAIL_FAST, TEST_PREMATURE_EXIT_FILE, TEST_RANDOM_SEED, TEST_SHARD_INDEX, TEST_SHARD_STATUS_FILE, TEST_TOTAL_SHARDS, XML_OUTPUT_FILE, BOOST_TEST_BREAK_EXEC_PATH, BOOST_TEST_BUILD_INFO, BOOST_TEST_LIST_CONTENT, BOOST_TEST_LIST_LABELS, BOOST_TEST_LOGGER, BOOST_TEST_LOG_FORMAT, BOOST_TEST_LOG_SINK, BOOST_TEST_OUTPUT_FORMAT, BOOST_TEST_RANDOM, BOOST_TEST_REPORT_FORMAT, BOOST_TEST_REPORT_SINK, BOOST_TEST_RESULT_CODE, BOOST_TEST_RUN_FILTERS, BOOST_TEST_SAVE_PATTERN, BOOST_TEST_WAIT_FOR_DEBUGGER. A test runs what it was registered for, so nothing else may select, repeat or redirect it. Use 'ctest -R', or TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of parallel_discover_tests(). Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on
]])
expect_equal("${lines}" "")

see(-R "^own.POST_BUILD_none")
expect_stderr([[
ParallelTesting: warning: ignored here: GTEST_ALSO_RUN_DISABLED_TESTS, GTEST_FAIL_FAST, GTEST_FAIL_IF_NO_TEST_LINKED, GTEST_FAIL_IF_NO_TEST_SELECTED, GTEST_FILTER, GTEST_FLAGFILE, GTEST_OUTPUT, GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING, GTEST_REPEAT, GTEST_SHARD_INDEX, GTEST_SHARD_STATUS_FILE, GTEST_SHUFFLE, GTEST_STREAM_RESULT_TO, GTEST_TOTAL_SHARDS, BAZEL_TEST, TESTBRIDGE_TEST_ONLY, TESTBRIDGE_TEST_RUNNER_FAIL_FAST, TEST_PREMATURE_EXIT_FILE, TEST_RANDOM_SEED, TEST_SHARD_INDEX, TEST_SHARD_STATUS_FILE, TEST_TOTAL_SHARDS, XML_OUTPUT_FILE, BOOST_TEST_BREAK_EXEC_PATH, BOOST_TEST_BUILD_INFO, BOOST_TEST_LIST_CONTENT, BOOST_TEST_LIST_LABELS, BOOST_TEST_LOGGER, BOOST_TEST_LOG_FORMAT, BOOST_TEST_LOG_SINK, BOOST_TEST_OUTPUT_FORMAT, BOOST_TEST_RANDOM, BOOST_TEST_REPORT_FORMAT, BOOST_TEST_REPORT_SINK, BOOST_TEST_RESULT_CODE, BOOST_TEST_RUN_FILTERS, BOOST_TEST_SAVE_PATTERN, BOOST_TEST_WAIT_FOR_DEBUGGER. A test runs what it was registered for, so nothing else may select, repeat or redirect it. Use 'ctest -R', or TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of parallel_discover_tests(). Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on
]])
expect_equal("${lines}" "sees GTEST_FILTER=A.a;sees GTEST_REPEAT=own")

list(LENGTH variables count)
see(-R "^plain$")
expect_stderr([[
ParallelTesting: warning: ignored here: GTEST_ALSO_RUN_DISABLED_TESTS, GTEST_FAIL_FAST, GTEST_FAIL_IF_NO_TEST_LINKED, GTEST_FAIL_IF_NO_TEST_SELECTED, GTEST_FILTER, GTEST_FLAGFILE, GTEST_OUTPUT, GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING, GTEST_REPEAT, GTEST_SHARD_INDEX, GTEST_SHARD_STATUS_FILE, GTEST_SHUFFLE, GTEST_STREAM_RESULT_TO, GTEST_TOTAL_SHARDS, BAZEL_TEST, TESTBRIDGE_TEST_ONLY, TESTBRIDGE_TEST_RUNNER_FAIL_FAST, TEST_PREMATURE_EXIT_FILE, TEST_RANDOM_SEED, TEST_SHARD_INDEX, TEST_SHARD_STATUS_FILE, TEST_TOTAL_SHARDS, XML_OUTPUT_FILE, BOOST_TEST_BREAK_EXEC_PATH, BOOST_TEST_BUILD_INFO, BOOST_TEST_LIST_CONTENT, BOOST_TEST_LIST_LABELS, BOOST_TEST_LOGGER, BOOST_TEST_LOG_FORMAT, BOOST_TEST_LOG_SINK, BOOST_TEST_OUTPUT_FORMAT, BOOST_TEST_RANDOM, BOOST_TEST_REPORT_FORMAT, BOOST_TEST_REPORT_SINK, BOOST_TEST_RESULT_CODE, BOOST_TEST_RUN_FILTERS, BOOST_TEST_SAVE_PATTERN, BOOST_TEST_WAIT_FOR_DEBUGGER. A test runs what it was registered for, so nothing else may select, repeat or redirect it. Use 'ctest -R', or TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of parallel_discover_tests(). Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on
]])
list(LENGTH lines seen)
expect_equal("${seen}" "${count}")
if(NOT "sees GTEST_FILTER=from<semicolon>out<bracket>side" IN_LIST lines)
  message(FATAL_ERROR "a plain test sees another value: ${lines}")
endif()
see(-R "^plain_own$")
expect_stderr([[
ParallelTesting: warning: ignored here: GTEST_ALSO_RUN_DISABLED_TESTS, GTEST_FAIL_FAST, GTEST_FAIL_IF_NO_TEST_LINKED, GTEST_FAIL_IF_NO_TEST_SELECTED, GTEST_FILTER, GTEST_FLAGFILE, GTEST_OUTPUT, GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING, GTEST_REPEAT, GTEST_SHARD_INDEX, GTEST_SHARD_STATUS_FILE, GTEST_SHUFFLE, GTEST_STREAM_RESULT_TO, GTEST_TOTAL_SHARDS, BAZEL_TEST, TESTBRIDGE_TEST_ONLY, TESTBRIDGE_TEST_RUNNER_FAIL_FAST, TEST_PREMATURE_EXIT_FILE, TEST_RANDOM_SEED, TEST_SHARD_INDEX, TEST_SHARD_STATUS_FILE, TEST_TOTAL_SHARDS, XML_OUTPUT_FILE, BOOST_TEST_BREAK_EXEC_PATH, BOOST_TEST_BUILD_INFO, BOOST_TEST_LIST_CONTENT, BOOST_TEST_LIST_LABELS, BOOST_TEST_LOGGER, BOOST_TEST_LOG_FORMAT, BOOST_TEST_LOG_SINK, BOOST_TEST_OUTPUT_FORMAT, BOOST_TEST_RANDOM, BOOST_TEST_REPORT_FORMAT, BOOST_TEST_REPORT_SINK, BOOST_TEST_RESULT_CODE, BOOST_TEST_RUN_FILTERS, BOOST_TEST_SAVE_PATTERN, BOOST_TEST_WAIT_FOR_DEBUGGER. A test runs what it was registered for, so nothing else may select, repeat or redirect it. Use 'ctest -R', or TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of parallel_discover_tests(). Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on
]])
list(LENGTH lines seen)
expect_equal("${seen}" "${count}")
if(NOT "sees GTEST_FILTER=own" IN_LIST lines)
  message(FATAL_ERROR "a plain test does not see its own value: ${lines}")
endif()

# Somebody asks for it.
set(ENV{PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT} inherit)
see(-R "^POST_BUILD_none")
list(LENGTH lines seen)
expect_equal("${seen}" "${count}")
unset(ENV{PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT})

# Nothing to say where nothing is set.
foreach(variable IN LISTS variables)
  unset(ENV{${variable}})
endforeach()
run_ctest()
expect_stdout([[
#1 POST_BUILD_googletest.A.a: Passed
#2 own.POST_BUILD_googletest.A.a: Passed
#3 POST_BUILD_none.A.a: Passed
#4 own.POST_BUILD_none.A.a: Passed
#5 PRE_TEST_googletest.A.a: Passed
#6 own.PRE_TEST_googletest.A.a: Passed
#7 PRE_TEST_none.A.a: Passed
#8 own.PRE_TEST_none.A.a: Passed
#9 added_ON: Passed
#10 added_OFF: Passed
#11 plain: Passed
#12 plain_own: Passed
100% tests passed, 0 tests failed out of 12
]])
