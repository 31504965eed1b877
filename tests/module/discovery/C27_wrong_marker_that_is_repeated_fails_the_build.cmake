# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_file([=[/src/a.cpp]=])
parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[slwo]=] [=[]=])
parallel_names([=[Orders.A]=])
parallel_marked([==[parallel_file([=[/src/a.cpp]=])
parallel_marked_case([=[Orders.A]=] 7 [=[slwo]=] [=[Orders.A]=])
parallel_problem([=[/src/b.cpp]=] 17 [=[no such test]=])
]==])
parallel_manifest_end(1 180)
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

    Orders.A: unknown marker 'slwo', did you mean 'slow'? A label must be declared: parallel_declare_labels(slwo)
      at: /src/a.cpp:7
    no such test
      at: /src/b.cpp:17
]])
load_tests()
expect_tests(orders_test_discovery)
