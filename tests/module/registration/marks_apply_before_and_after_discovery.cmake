# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[lock:own]=] [=[]=])"
    "parallel_case([=[Orders.B/\"x\"]=] [=[Orders.B/0]=] 8 [=[]=] [=[]=] [=[Orders.B/0]=])"
    "parallel_case([=[Billing.C]=] [=[Billing.C]=] 9 [=[]=] [=[]=])"
  )
  parallel_declare_labels(billing)
  parallel_mark_tests(orders_test "Orders.*" MARKERS database:orders slow)
  parallel_discover_tests(orders_test MARKERS unit)
  parallel_mark_tests(orders_test "*.B/?" "Bill*.C" MARKERS billing serial)
  return()
endif()

configure()
build()
load_tests()
expect_property(Orders.A RESOURCE_LOCK database:orders own)
expect_property(Orders.A LABELS slow unit)
expect_property("Orders.B/\"x\"" RESOURCE_LOCK database:orders)
expect_property("Orders.B/\"x\"" LABELS billing no_parallel slow unit)
expect_property("Orders.B/\"x\"" RUN_SERIAL ON)
expect_property(Billing.C RESOURCE_LOCK "")
expect_property(Billing.C LABELS billing no_parallel unit)

# The running test reads the same from the file beside the executable.
file(READ "${build}/orders_test.markers" markers)
string(CONCAT expected
  "parallel_testing_markers 1\n"
  "Orders.*\tdatabase:orders;slow\n"
  "*\tunit\n"
  "*.B/?\tbilling;serial\n"
  "Bill*.C\tbilling;serial\n"
)
expect_equal("${markers}" "${expected}")
