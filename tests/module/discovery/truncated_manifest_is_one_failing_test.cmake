# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])
parallel_case([=[Orders.
END
]])
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the manifest is truncated after 2 cases

    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery)
