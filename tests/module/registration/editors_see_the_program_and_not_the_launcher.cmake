# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(tool none "exit 0\n")
  parallel_add_test(NAME plain COMMAND tool "a;b" "" MARKERS isolate:network)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[supervised]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
load_tests()
expect_arguments(plain "a\;b" "")
# They jump to the call of parallel_add_test(), also where tests are modified.
expect_location(plain "${case_file}" 4)
get_test(object plain)
string(JSON program GET "${object}" command 0)
expect_equal("${program}" "${build}/tool")
expect_arguments(Orders.A
  --gtest_filter=Orders.A --gtest_also_run_disabled_tests)
expect_location(Orders.A /src/orders_test.cpp 7)
set(ENV{PARALLEL_TESTING_TIMEOUT_MULTIPLIER} 2)
load_tests()
expect_location(plain "${case_file}" 4)
expect_location(Orders.A /src/orders_test.cpp 7)
