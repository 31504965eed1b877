# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[lock:x]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[]=] [=[]=])"
  )
  if(WITH_MARKERS)
    set(markers MARKERS no_parallel:group unit)
  endif()
  parallel_discover_tests(orders_test ${markers})
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.A Orders.B)
expect_property(Orders.A RESOURCE_LOCK x)

# Nothing is compiled, but the registration follows.
configure(OPTIONS -DWITH_MARKERS=ON)
build()
load_tests()
expect_tests(Orders.A Orders.B)
expect_property(Orders.A RESOURCE_LOCK group x)
expect_property(Orders.B RESOURCE_LOCK group)
expect_property(Orders.B LABELS unit)
