# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "")
  parallel_discover_tests(orders_test EXTRA_ARGS --own ${ARGUMENT})
  return()
endif()

foreach(argument IN ITEMS
  --gtest_list_tests --help --list-tests --list-tags --list-test-names-only
  --list-reporters --list-listeners
)
  configure(OPTIONS "-DARGUMENT=${argument}" RESULT 1)
endforeach()
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--gtest_list_tests', which runs no tests

    remedy: remove it
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--help', which runs no tests

    remedy: remove it
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--list-tests', which runs no tests

    remedy: remove it
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--list-tags', which runs no tests

    remedy: remove it
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--list-test-names-only', which runs no tests

    remedy: remove it
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--list-reporters', which runs no tests

    remedy: remove it
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): EXTRA_ARGS must not contain '--list-listeners', which runs no tests

    remedy: remove it
]])
configure(OPTIONS -DARGUMENT=--gtest_brief)
