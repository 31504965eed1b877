# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test IMPORTED)
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_discover_tests(orders_test): 'orders_test' is imported, so that no build can list its tests remedy: DISCOVERY_MODE PRE_TEST"
)
