# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[lock:a\;slow\;timeout:9]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test
    MARKERS unit
    EXTRA_ARGS --flag "a;b" "" "c d" $<1:one> $<0:none>
    PROPERTIES
      LABELS "x;y" RESOURCE_LOCK z TIMEOUT 5
      ENVIRONMENT "A=1;B=2" FIXTURES_REQUIRED f
  )
  return()
endif()

configure()
build()
load_tests()
expect_property(Orders.A LABELS slow unit x y)
expect_property(Orders.A RESOURCE_LOCK a z)
expect_property(Orders.A TIMEOUT 9.0)
expect_property(Orders.A ENVIRONMENT A=1 B=2)
expect_property(Orders.A FIXTURES_REQUIRED f)
expect_property(Orders.B LABELS unit x y)
expect_property(Orders.B RESOURCE_LOCK z)
expect_property(Orders.B TIMEOUT 5.0)
expect_arguments(Orders.B
  --gtest_filter=Orders.B --gtest_also_run_disabled_tests
  --flag "a\;b" "" "c d" one
)
