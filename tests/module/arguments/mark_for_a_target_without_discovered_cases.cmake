# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  add_executable(orders_tests "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_mark_tests(orders_tests "Orders.*" MARKERS slow)
  if(DISCOVERS)
    parallel_discover_tests(orders_test)
  endif()
  return()
endif()

set(text "parallel_mark_tests(orders_tests): nothing calls parallel_discover_tests(orders_tests), so there are no cases to mark")
configure(RESULT 1 STDERR "${text}" "in: ${case}")
configure(OPTIONS -DDISCOVERS=ON RESULT 1 STDERR
  "${text}, did you mean 'orders_test'?")
