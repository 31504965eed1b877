# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_discover_tests(orders_test)
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_discover_tests(orders_test): there is no target 'orders_test' add_executable() must come before this call"
)
