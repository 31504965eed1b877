# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])
parallel_problem([=[/src/a.cpp]=] 17 [=[PARALLEL_TESTING_MARK(Orders, Gone): there is no such test]=])
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
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    PARALLEL_TESTING_MARK(Orders, Gone): there is no such test
      at: /src/a.cpp:17
]])
load_tests()
expect_tests(orders_test_discovery)
