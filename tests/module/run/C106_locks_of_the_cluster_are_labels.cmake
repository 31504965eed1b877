# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME one COMMAND env MARKERS lock:a:cluster)
  parallel_add_test(NAME local COMMAND env MARKERS lock:a)
  set(PARALLEL_TESTING_LOCK_REACH cluster)
  parallel_add_test(
    NAME wide COMMAND env MARKERS lock:b database:c no_parallel:g)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[lock:b]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 7 [=[database]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
load_tests()
# CTest sees the same locks as without the word.
expect_property(one RESOURCE_LOCK a)
expect_property(one LABELS lock:a:cluster)
expect_property(local RESOURCE_LOCK a)
expect_property(local LABELS "")
expect_property(wide RESOURCE_LOCK b database:c g)
expect_property(wide LABELS database:c:cluster lock:b:cluster)
expect_property(Orders.A RESOURCE_LOCK b)
expect_property(Orders.A LABELS lock:b:cluster)
expect_property(Orders.B LABELS "")
