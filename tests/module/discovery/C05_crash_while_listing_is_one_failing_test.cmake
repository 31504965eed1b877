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
build(KEEP_GOING RESULT fails STDOUT
  "CMake Error"
  "parallel_discover_tests(orders_test): listing the test cases failed: Segmentation fault"
  "command: ${build}/orders_test"
  "about to crash on stderr too"
)
load_tests()
expect_tests(orders_test_discovery Other.A)
run_ctest(ARGS -V RESULT 8 STDERR "Errors while running CTest" STDOUT
  "parallel_discover_tests(orders_test): listing the test cases failed: Segmentation fault"
  "about to crash on stderr too"
  "50% tests passed, 1 tests failed out of 2"
)
