# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[A.Ports]=] [=[A.Ports]=] 7 [=[ports:3]=] [=[]=])"
    "parallel_case([=[A.Base]=] [=[A.Base]=] 8 [=[database]=] [=[]=])"
    "parallel_case([=[A.Gpu]=] [=[A.Gpu]=] 9 [=[resource:gpu:50\;slow\;unit]=] [=[]=])"
    "parallel_case([=[A.None]=] [=[A.None]=] 9 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  parallel_add_test(NAME plain COMMAND env MARKERS ports resource:gpu:2)
  # The order of the calls does not matter.
  if(WITH_CAPACITIES)
    parallel_declare_capacity(databases 4)
    parallel_declare_capacity(ports 200)
    parallel_declare_capacity(gpu IDS 0 1 SLOTS 100)
  endif()
  return()
endif()

configure()
build()
expect_stdout([[
note: parallel_discover_tests(orders_test): tests request 'gpu', but no parallel_declare_capacity(gpu ...) declares how much there is, so nothing limits them

]])
load_tests()
foreach(test IN ITEMS A.Ports A.Base A.Gpu A.None plain)
  expect_property(${test} RESOURCE_GROUPS "")
endforeach()

configure(OPTIONS -DWITH_CAPACITIES=ON)
build()
load_tests()
function(expect_groups test)
  get_test(object "${test}")
  string(REGEX REPLACE "[ \n]+" "" object "${object}")
  string(REGEX MATCHALL "\".type\":\"[a-z]+\",\"slots\":[0-9]+" found "${object}")
  list(TRANSFORM found REPLACE ".*:\"([a-z]+)\".*:([0-9]+)$" "\\1:\\2")
  expect_equal("${found}" "${ARGN}")
endfunction()
expect_groups(A.Ports ports:3)
expect_groups(A.Base databases:1)
expect_groups(A.Gpu gpu:50)
expect_property(A.Gpu LABELS slow unit)
expect_groups(plain ports:1 gpu:2)
expect_property(A.None RESOURCE_GROUPS "")

run_ctest(ARGS -j 4 -V -R plain LINES "^CTEST_RESOURCE_GROUP_1_GPU=")
expect_stdout([[
5: CTEST_RESOURCE_GROUP_1_GPU=id:0,slots:2
#5 plain: Passed
100% tests passed, 0 tests failed out of 1
]])
