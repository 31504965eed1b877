# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(empty_test googletest)
  parallel_discover_tests(empty_test)
  add_manifest_fake(allowed_test googletest)
  parallel_discover_tests(allowed_test ALLOW_EMPTY)
  return()
endif()

configure()
build()
expect_stdout([[
CMake Warning:
  parallel_discover_tests(empty_test): no test case was found

    executable: <build>/empty_test
    remedy: link the sources that contain the tests, check TEST_FILTER and TEST_SPEC, or pass ALLOW_EMPTY
]])
load_tests()
expect_tests(empty_test_discovery)
