# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  string(CONCAT script
    "cp \"$PARALLEL_TESTING_MANIFEST_PLAN\" plan.txt\n"
    "cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'\n"
    "parallel_manifest(1 googletest)\n"
    "parallel_names([=[]=])\n"
    "parallel_manifest_end(0 0)\n"
    "END\n"
  )
  add_fake(orders_test googletest "${script}")
  parallel_discover_tests(orders_test DIST loadfile BATCH 7 ISOLATED ALLOW_EMPTY)
  parallel_mark_tests(orders_test "A\\B.*" MARKERS slow lock:x DIST loadgroup)
  parallel_mark_tests(orders_test "C.*" ISOLATED)
  return()
endif()

# The glob matches nothing, which is another error.
configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    parallel_mark_tests(orders_test): no test case matches 'A\B.*'
      at: <case>
    parallel_mark_tests(orders_test): no test case matches 'C.*'
      at: <case>
]])
file(READ "${build}/plan.txt" plan)
string(CONCAT expected
  "parallel_testing_plan 1\n"
  "dist\tloadfile\n"
  "batch\t7\n"
  "isolated\tyes\n"
  "source\t${source}\n"
  "build\t${build}\n"
  "units\t${build}/parallel_testing/orders_test-1_manifest.cmake.new.units\n"
  "prefix\t\nsuffix\t\n"
  "mark\tA\\\\B.*\tslow;lock:x\tloadgroup\n"
  "mark\tC.*\t\t\tisolated\n"
)
expect_equal("${plan}" "${expected}")
