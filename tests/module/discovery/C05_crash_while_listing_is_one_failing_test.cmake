# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
echo "about to crash"
echo "on stderr too" >&2
kill -SEGV $$
]])
  parallel_discover_tests(orders_test)
  add_manifest_fake(other_test googletest
    "parallel_case([=[Other.A]=] [=[Other.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(other_test)
  return()
endif()

configure()
build(KEEP_GOING RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): listing the test cases failed: Segmentation fault

    command: <build>/orders_test
    directory: <build>
    remedy: run the command in a shell
    output:
      about to crash
      on stderr too
    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery Other.A)
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
1: parallel_discover_tests(orders_test): listing the test cases failed: Segmentation fault
1:   command: <build>/orders_test
1:   directory: <build>
1:   remedy: run the command in a shell
1:   output:
1:     about to crash
1:     on stderr too
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
2: <--gtest_filter=Other.A>
2: <--gtest_also_run_disabled_tests>
#2 Other.A: Passed
50% tests passed, 1 tests failed out of 2
]])
