# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Environment variables with which test frameworks select, shard, repeat,
# shuffle or redirect tests. Whatever their values, each CTest test must run one
# case, and a listing must be complete.
include_guard(GLOBAL)

# Sets `out` to the names of all these variables. Users decide how a case fails
# and what it prints, so GTEST_BREAK_ON_FAILURE, GTEST_COLOR and similar
# variables are not in the list.
function(_parallel_framework_variables out)
  set(${out}
    # GoogleTest.
    GTEST_ALSO_RUN_DISABLED_TESTS
    GTEST_FAIL_FAST
    GTEST_FAIL_IF_NO_TEST_LINKED
    GTEST_FAIL_IF_NO_TEST_SELECTED
    GTEST_FILTER
    GTEST_FLAGFILE
    GTEST_OUTPUT
    GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING
    GTEST_REPEAT
    GTEST_SHARD_INDEX
    GTEST_SHARD_STATUS_FILE
    GTEST_SHUFFLE
    GTEST_STREAM_RESULT_TO
    GTEST_TOTAL_SHARDS
    # Variables of Bazel, which GoogleTest and Catch2 read.
    BAZEL_TEST
    TESTBRIDGE_TEST_ONLY
    TESTBRIDGE_TEST_RUNNER_FAIL_FAST
    TEST_PREMATURE_EXIT_FILE
    TEST_RANDOM_SEED
    TEST_SHARD_INDEX
    TEST_SHARD_STATUS_FILE
    TEST_TOTAL_SHARDS
    XML_OUTPUT_FILE
    # Boost.Test.
    BOOST_TEST_BREAK_EXEC_PATH
    BOOST_TEST_BUILD_INFO
    BOOST_TEST_LIST_CONTENT
    BOOST_TEST_LIST_LABELS
    BOOST_TEST_LOGGER
    BOOST_TEST_LOG_FORMAT
    BOOST_TEST_LOG_SINK
    BOOST_TEST_OUTPUT_FORMAT
    BOOST_TEST_RANDOM
    BOOST_TEST_REPORT_FORMAT
    BOOST_TEST_REPORT_SINK
    BOOST_TEST_RESULT_CODE
    BOOST_TEST_RUN_FILTERS
    BOOST_TEST_SAVE_PATTERN
    BOOST_TEST_WAIT_FOR_DEBUGGER
    PARENT_SCOPE
  )
endfunction()

# Removes them from the environment of this process. Sets `out` to the names of
# those that were set, and <out>_<name> to their values. An empty variable
# counts as set, and selects nothing. What the launcher of an enclosing test set
# for its own program counts as not set.
function(_parallel_clear_framework_variables out)
  _parallel_framework_variables(names)
  set(found "")
  foreach(name IN LISTS names)
    if("$ENV{${name}}" MATCHES "/[.]premature_exit$")
      unset(ENV{${name}})
    elseif(DEFINED ENV{${name}})
      list(APPEND found ${name})
      set(${out}_${name} "$ENV{${name}}" PARENT_SCOPE)
      unset(ENV{${name}})
    endif()
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()
