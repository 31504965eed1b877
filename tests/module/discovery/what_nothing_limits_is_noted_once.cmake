# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[memory:1GiB]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[slow\;memory:1GiB]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
expect_stdout([[
note: parallel_discover_tests(orders_test): tests request 'memory', but no parallel_declare_capacity(memory ...) declares how much there is, so nothing limits them

]])
load_tests()
expect_tests(Orders.A Orders.B)
