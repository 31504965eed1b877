# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[lock:b]=] [=[]=])")
  parallel_discover_tests(orders_test TEST_PREFIX launched. LAUNCHER ON)
  parallel_discover_tests(orders_test TEST_PREFIX plain. LAUNCHER OFF)
  parallel_discover_tests(orders_test TEST_PREFIX auto.)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
load_tests()
foreach(name IN ITEMS Orders.A Orders.B)
  foreach(call IN ITEMS plain auto)
    run_ctest(ARGS -V -R "^${call}.${name}$"
      NOT_STDOUT PARALLEL_TESTING_SUPERVISED)
  endforeach()
  run_ctest(ARGS -V -R "^launched.${name}$"
    STDOUT "PARALLEL_TESTING_SUPERVISED=")
endforeach()
