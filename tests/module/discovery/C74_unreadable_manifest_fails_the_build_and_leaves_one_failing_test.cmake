# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_case([=[Orders.A]=] [=[Orders.A 7 [=[]=] [=[]=])
parallel_manifest_end(1)
END
]])
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_case Function invoked with incorrect arguments for function named: parallel_case
]])
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
1: parallel_discover_tests(orders_test): the manifest cannot be read
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
0% tests passed, 1 tests failed out of 1
]])
