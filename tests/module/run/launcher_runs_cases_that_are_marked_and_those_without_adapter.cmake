# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[supervised;slow]=] [=[]=])"
    "parallel_case([=[Orders.C]=] [=[Orders.C]=] 9 [=[]=] [=[]=])"
    "parallel_case([=[Orders;D]=] [=[Orders;D]=] 9 [=[lock:x]=] [=[]=])"
  )
  parallel_mark_tests(orders_test Orders.C* MARKERS leak:warn)
  parallel_discover_tests(orders_test)
  add_manifest_fake(always_test googletest
    "parallel_case([=[Always.A]=] [=[Always.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(always_test LAUNCHER ON MARKERS unit)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V)
foreach(case IN ITEMS "Orders.B" "Orders.C" "Always.A")
  if(NOT output MATCHES "PARALLEL_TESTING_TEST_NAME=${case}")
    message(FATAL_ERROR "${case} has no launcher\n${output}")
  endif()
endforeach()
foreach(case IN ITEMS "Orders.A" "Orders;D")
  if(output MATCHES "PARALLEL_TESTING_TEST_NAME=${case}")
    message(FATAL_ERROR "${case} has a launcher\n${output}")
  endif()
endforeach()
