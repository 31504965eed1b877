# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(tool_test none "echo hello\n")
  parallel_discover_tests(tool_test)
  add_fake(other_test none "echo hello\n")
  parallel_discover_tests(other_test FRAMEWORK catch2)
  return()
endif()

configure()
build(KEEP_GOING RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(other_test): the executable does not answer --libidentify like Catch2

    executable: <build>/other_test
    remedy: link ParallelTesting::catch2_main, or let main() pass its arguments to Catch2
    output:
      hello
    to build anyway: DISCOVERY_FAILURE warn
CMake Error:
  parallel_discover_tests(tool_test): the executable lists its cases as none of these frameworks does: GoogleTest, Catch2, doctest, Boost.Test

    executable: <build>/tool_test
    remedy: link ParallelTesting::gtest_main, ParallelTesting::catch2_main, ParallelTesting::doctest_main or ParallelTesting::boost_test_main, or register it with parallel_add_test()
    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(tool_test_discovery other_test_discovery)
