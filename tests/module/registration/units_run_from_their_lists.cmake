# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What an adapter writes when it was handed a plan.
if(IN_PROJECT)
  string(CONCAT script
    "if test -n \"$PARALLEL_TESTING_MANIFEST\"; then\n"
    "echo lists > \"$PARALLEL_TESTING_MANIFEST.units\"\n"
    "cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'\n"
    "parallel_manifest(1 googletest)\n"
    "parallel_file([=[/src/a.cpp]=])\n"
    "parallel_case([=[Orders]=] [=[@0+40]=] 7 [=[slow;lock:own]=] [=[unit]=])\n"
    "parallel_case([=[Bills.C]=] [=[Bills.C]=] 9 [=[]=] [=[]=])\n"
    "parallel_case([=[Rest]=] [=[@40+30]=] 9 [=[]=] [=[unit]=])\n"
    "parallel_names([=[Orders;Bills.C;Rest]=])\n"
    "END\n"
    "code='parallel_file([=[/src/a.cpp]=])\n"
    "parallel_marked_member([=[Orders.A]=] 7 [=[slow]=])\n"
    "parallel_marked_member([=[Orders.B]=] 8 [=[lock:own]=])\n"
    "parallel_marked_unit([=[@Orders]=] [=[slow;lock:own]=])\n"
    "parallel_matched_mark(0)\n"
    "'\n"
    "call=\"parallel_marked([==[$code]==])\"\n"
    "printf '%s\\nparallel_manifest_end(3 %d)\\n' \"$call\" "
    "$((\${#call} + 1)) >> \"$PARALLEL_TESTING_MANIFEST\"\n"
    "else\n"
    "  for argument in \"$@\"; do printf '<%s>\\n' \"$argument\"; done\n"
    "fi\n"
  )
  add_fake(orders_test googletest "${script}")
  parallel_discover_tests(
    orders_test DIST loadscope MARKERS unit lock:all XML_OUTPUT_DIR /reports)
  parallel_mark_tests(orders_test "Orders.*" MARKERS lock:own)
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders Bills.C Rest)
set(lists "${build}/parallel_testing/orders_test-1_units.txt")
expect_arguments(Orders
  "--gtest_filter=@0+40:${lists}" --gtest_also_run_disabled_tests
  "--gtest_output=xml:/reports/Orders.xml"
)
expect_arguments(Bills.C
  "--gtest_filter=Bills.C" --gtest_also_run_disabled_tests
  "--gtest_output=xml:/reports/Bills.C.xml"
)
expect_property(Orders RESOURCE_LOCK all own)
expect_property(Rest RESOURCE_LOCK all)
expect_property(Orders LABELS slow unit)
expect_property(Bills.C LABELS unit)
file(READ "${lists}" content)
expect_equal("${content}" "lists\n")

# The chain of a lock counts a unit once, not its cases.
file(GLOB indices "${build}/parallel_testing/index/*.cmake")
set(index "")
foreach(file IN LISTS indices)
  file(READ "${file}" text)
  string(APPEND index "${text}")
endforeach()
string(REGEX MATCHALL "_parallel_bound_test\\([^ ]*" bound "${index}")
string(HEX orders_test program)
set(expected "")
foreach(selector IN ITEMS @Orders Bills.C @Rest)
  string(HEX "${selector}" key)
  list(APPEND expected "_parallel_bound_test(${program}_${key}")
endforeach()
expect_equal("${bound}" "${expected}")
