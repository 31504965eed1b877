# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build()
file(REMOVE_RECURSE "${build}/Testing")
file(GLOB_RECURSE before LIST_DIRECTORIES TRUE RELATIVE "${build}" "${build}/*")
set(ENV{PARALLEL_TESTING_JOBS} auto)
load_tests()
foreach(arguments IN ITEMS -N --print-labels)
  run_ctest(ARGS ${arguments})
endforeach()
expect_stdout([[
  Test #1: Orders.A
Total Tests: 1
No Labels Exist
]])
file(REMOVE_RECURSE "${build}/Testing/Temporary")
file(REMOVE "${build}/Testing")
file(GLOB_RECURSE after LIST_DIRECTORIES TRUE RELATIVE "${build}" "${build}/*")
list(REMOVE_ITEM after Testing)
expect_equal("${after}" "${before}")
