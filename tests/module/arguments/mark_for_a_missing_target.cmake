# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_mark_tests(orders_test "Orders.*" MARKERS slow)
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_mark_tests(orders_test): there is no target 'orders_test'"
)
