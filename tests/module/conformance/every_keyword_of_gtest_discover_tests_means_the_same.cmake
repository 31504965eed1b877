# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
set(calls
  # No keyword at all.
  " "
  "TEST_PREFIX before. TEST_SUFFIX .after"
  "TEST_PREFIX extra. EXTRA_ARGS how now \"brown cow\" --flag=x"
  "TEST_PREFIX absolute. WORKING_DIRECTORY \"\${CMAKE_CURRENT_BINARY_DIR}/elsewhere\""
  "TEST_PREFIX properties. PROPERTIES TIMEOUT 7 LABELS fast COST 3 RUN_SERIAL ON"
  "TEST_PREFIX filter. TEST_FILTER Orders.*"
  "TEST_PREFIX negative. TEST_FILTER Orders.*-*Lost"
  "TEST_PREFIX types. NO_PRETTY_TYPES"
  "TEST_PREFIX values. NO_PRETTY_VALUES"
  "TEST_PREFIX list. TEST_LIST names_@side@"
  "TEST_PREFIX slow. DISCOVERY_TIMEOUT 60"
  "TEST_PREFIX late. DISCOVERY_MODE PRE_TEST"
  "TEST_PREFIX early. DISCOVERY_MODE POST_BUILD"
  "TEST_PREFIX report. TEST_FILTER Orders.* XML_OUTPUT_DIR reports"
)
if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.31)
  list(APPEND calls
    "TEST_PREFIX listing. DISCOVERY_EXTRA_ARGS --gtest_color=no")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/../support/conformance.cmake")
if(IN_PROJECT)
  include(GoogleTest)
  find_package(GTest REQUIRED)
  set(source "${CASE_SUPPORT_DIR}/conformance_googletest.cpp")
  add_calls_of_both(
    gtest_discover_tests "${source}" GTest::gtest_main ${calls})
  write_lists_of_both()
  return()
endif()

keywords_of(keywords
  "${CMAKE_ROOT}/Modules/GoogleTest.cmake" gtest_discover_tests)
list(LENGTH keywords count)
if(count LESS 12)
  message(FATAL_ERROR "${count} keywords were found: ${keywords}")
endif()
expect_all_keywords("${calls}" ${keywords})

configure()
build()
# A skipped case of a program without adapter and launcher is a failure.
set(ignored SKIP_REGULAR_EXPRESSION FAIL_REGULAR_EXPRESSION)
# Older versions do not set it; here every version does.
if(CMAKE_VERSION VERSION_LESS 4.2)
  list(APPEND ignored DEF_SOURCE_LINE)
endif()
expect_conformance(120 "${ignored}")
expect_lists_of_both()
