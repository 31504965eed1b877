# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(databases 4)
  parallel_declare_capacity(ports 10)
  if(BY_TEST)
    parallel_add_test(NAME greedy COMMAND true MARKERS ports:11)
  else()
    add_manifest_fake(orders_test googletest
      "parallel_case([=[A.Ports]=] [=[A.Ports]=] 7 [=[ports:${PORTS}]=] [=[]=])"
    )
    parallel_discover_tests(orders_test)
  endif()
  return()
endif()

configure(OPTIONS -DBY_TEST=ON RESULT fails)
expect_stderr([[
CMake Error:
  parallel_add_test(greedy): requests 11 of the capacity 'ports', which has 10
]])
configure(OPTIONS -DBY_TEST=OFF -DPORTS=12)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    A.Ports: requests 12 of the capacity 'ports', which has 10
      at: /src/orders_test.cpp:7
]])
configure(OPTIONS -DPORTS=10)
build()
