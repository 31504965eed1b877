# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
test -n "$PARALLEL_TESTING_MANIFEST" || exit 0
cat > "$PARALLEL_TESTING_MANIFEST" <<END
parallel_manifest(1 googletest)
parallel_case([=[$*,$PARALLEL_TESTING_MANIFEST_OPTIONS]=] [=[x]=] 7 [=[]=] [=[]=])
parallel_manifest_end(1)
END
]])
  parallel_discover_tests(orders_test
    TEST_FILTER "A.*:B.*-A.x" NO_PRETTY_TYPES NO_PRETTY_VALUES
    DISCOVERY_EXTRA_ARGS --listing MARKERS unit)
  parallel_discover_tests(orders_test)
  add_fake(catch_test catch2 [[
test "$1" != --libidentify || exit 0
cat > "$PARALLEL_TESTING_MANIFEST" <<END
parallel_manifest(1 catch2 3.7.1)
parallel_case([=[$*]=] [=[x]=] 7 [=[]=] [=[]=])
parallel_manifest_end(1)
END
]])
  parallel_discover_tests(catch_test TEST_SPEC "[a]" "~[b]" MARKERS unit)
  return()
endif()

configure()
build()
load_tests()
expect_tests(
  "--gtest_filter=A.*:B.*-A.x --gtest_also_run_disabled_tests --listing,no_pretty_types,no_pretty_values"
  ","
  "[a] ~[b]"
)
# What runs under another name must not miss its locks.
file(READ "${build}/orders_test.markers" markers)
expect_equal("${markers}" "parallel_testing_markers 1\nA.*\tunit\nB.*\tunit\n")
file(READ "${build}/catch_test.markers" markers)
expect_equal("${markers}" "parallel_testing_markers 1\n*\tunit\n")
