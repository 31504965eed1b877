# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
run_ctest(ARGS -R Nothing)
expect_stderr([[
No tests were found!!!
]])
run_ctest(ARGS -R Nothing --no-tests=error RESULT 8)
expect_stderr([[
No tests were found!!!
]])
