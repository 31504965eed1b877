# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
case "$LD_LIBRARY_PATH" in "/one:/two"*) ;; *) exit 3 ;; esac
test -z "$PARALLEL_TESTING_MANIFEST" || cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])
parallel_names([=[Orders.A]=])
parallel_manifest_end(1)
END
]])
  parallel_discover_tests(orders_test
    DL_PATHS /one /two
    PROPERTIES ENVIRONMENT_MODIFICATION MINE=set:yes
  )
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.A)
expect_property(Orders.A ENVIRONMENT_MODIFICATION
  MINE=set:yes
  LD_LIBRARY_PATH=path_list_prepend:/two
  LD_LIBRARY_PATH=path_list_prepend:/one
)
run_ctest()
expect_stdout([[
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
