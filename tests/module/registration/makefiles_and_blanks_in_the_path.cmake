# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[slow]=] [=[]=])")
  parallel_discover_tests(orders_test MARKERS ${MARKERS})
  return()
endif()

set(generator "Unix Makefiles")
set(source "${work}/with blank (1)/so urce")
set(build "${work}/with blank (1)/bu + ild")
configure(OPTIONS -DMARKERS=unit)
build()
load_tests()
expect_tests(Orders.A)
expect_property(Orders.A LABELS slow unit)
run_ctest()
expect_stdout([[
#1 Orders.A: Passed
100% tests passed, 0 tests failed out of 1
]])
configure(OPTIONS -DMARKERS=api)
build()
load_tests()
expect_property(Orders.A LABELS api slow)
