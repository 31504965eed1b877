# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
test -n "$PARALLEL_TESTING_MANIFEST" || exit 0
echo listed >> "$(dirname "$0")/listings.txt"
cp "$(dirname "$0")/manifest.txt" "$PARALLEL_TESTING_MANIFEST"
]])
  parallel_discover_tests(orders_test DISCOVERY_MODE PRE_TEST MARKERS ${UNIT})
  return()
endif()

function(expect_listings count)
  file(STRINGS "${build}/listings.txt" lines)
  list(LENGTH lines found)
  expect_equal("${found}" "${count}")
endfunction()

function(write_manifest name marker)
  string(CONCAT text
    "parallel_manifest(1 googletest)\n"
    "parallel_case([=[${name}]=] [=[x]=] 7 [=[${marker}]=] [=[]=])\n"
    "parallel_manifest_end(1)\n"
  )
  file(WRITE "${build}/manifest.txt" "${text}")
endfunction()

configure(OPTIONS -DUNIT=unit)
load_tests()
expect_tests(orders_test_NOT_BUILT)
write_manifest(Orders.A "")
build()
load_tests()
expect_tests(Orders.A)
expect_property(Orders.A LABELS unit)
load_tests()
expect_listings(1)

# Newer options, newer executable.
configure(OPTIONS -DUNIT=slow)
load_tests()
expect_property(Orders.A LABELS slow)
expect_listings(2)
file(TOUCH "${build}/orders_test")
load_tests()
load_tests()
expect_listings(3)

# What goes wrong is one failing test, and ctest goes on.
write_manifest(Orders.A prot:1)
file(TOUCH "${build}/orders_test")
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
1: parallel_discover_tests(orders_test): the markers of the tests are wrong
1:   Orders.A: unknown marker 'prot:1', did you mean 'port:1'?
1:     at: :7
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
0% tests passed, 1 tests failed out of 1
]])
file(WRITE "${build}/manifest.txt" "half a mani")
file(TOUCH "${build}/orders_test")
load_tests()
expect_tests(orders_test_discovery)
file(WRITE "${build}/manifest.txt"
  "parallel_manifest(1 googletest)\nparallel_case(x)\nparallel_manifest_end(1)\n")
file(TOUCH "${build}/orders_test")
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8)
expect_stdout([[
1: listing the test cases failed
1: CMake Error:
1:   parallel_case Function invoked with incorrect arguments for function named: parallel_case
1: CMake Error:
1:   The test cases could not be listed.
#1 orders_test_discovery: ***Failed
0% tests passed, 1 tests failed out of 1
]])
write_manifest(Orders.B "")
file(TOUCH "${build}/orders_test")
load_tests()
expect_tests(Orders.B)
file(REMOVE "${build}/orders_test")
load_tests()
expect_tests(orders_test_NOT_BUILT)
