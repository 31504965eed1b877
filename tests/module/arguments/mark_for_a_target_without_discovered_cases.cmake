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

configure(RESULT 1)
expect_stderr([[
CMake Error:
  parallel_mark_tests(orders_tests): nothing calls parallel_discover_tests(orders_tests), so there are no cases to mark

    in: <case>
    remedy: mark the target whose cases are discovered, or discover this one
]])
configure(OPTIONS -DDISCOVERS=ON RESULT 1)
expect_stderr([[
CMake Error:
  parallel_mark_tests(orders_tests): nothing calls parallel_discover_tests(orders_tests), so there are no cases to mark, did you mean 'orders_test'?

    in: <case>
    remedy: mark the target whose cases are discovered, or discover this one
]])
