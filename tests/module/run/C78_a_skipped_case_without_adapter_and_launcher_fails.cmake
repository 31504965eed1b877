# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Nothing is there that distinguishes a skipped test from a program that prints
# the words of the framework or returns its code.
if(IN_PROJECT)
  string(CONCAT listing
    "case \"$*\" in *--gtest_list_tests*) "
    "printf 'Orders.\\n  A\\n'; exit ;; esac\n")
  add_fake(googletest_test none "${listing}echo '[  SKIPPED ] Orders.A'\n")
  parallel_discover_tests(
    googletest_test FRAMEWORK googletest LAUNCHER OFF TEST_PREFIX googletest.)
  add_fake(passing_test none "${listing}echo '[       OK ] Orders.A'\n")
  parallel_discover_tests(
    passing_test FRAMEWORK googletest LAUNCHER OFF TEST_PREFIX passing.)
  return()
endif()

configure()
build()
run_ctest(RESULT 8)
expect_stdout([=[
#1 googletest.Orders.A: ***Failed  Error regular expression found in output. Regex=[\[  SKIPPED \]]
#2 passing.Orders.A: Passed
50% tests passed, 1 tests failed out of 2
]=])
