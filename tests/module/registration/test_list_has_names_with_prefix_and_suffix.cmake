# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 7 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test TEST_PREFIX pre. TEST_SUFFIX .post)
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/after.cmake"
    "message(NOTICE \"list=\${orders_test_TESTS}=\")\n")
  set_property(DIRECTORY APPEND PROPERTY
    TEST_INCLUDE_FILES "${CMAKE_CURRENT_BINARY_DIR}/after.cmake")
  return()
endif()

configure()
build()
run_ctest(ARGS -N)
expect_stdout([[
  Test #1: pre.Orders.A.post
  Test #2: pre.Orders.B.post
Total Tests: 2
]])
expect_stderr([[
list=pre.Orders.A.post;pre.Orders.B.post=
]])
